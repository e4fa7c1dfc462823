/* GOV.UK components of forms. A form of ours is a GET unless it changes something, so that what was asked is an address. */
#include "ui/govuk.h"

void govuk_form_begin(struct html *h, struct govuk_form form)
{
    if (form.post)
        html_literal(h, "<form method=\"post\"");
    else
        html_literal(h, "<form method=\"get\"");
    html_address(h, "action", form.action);
    if (form.search)
        html_literal(h, " role=\"search\"");
    html_attribute(h, "aria-label", form.label);
    if (form.in_a_row)
        html_literal(h, " class=\"gt-form-row\"");
    html_literal(h, ">\n");
}

void govuk_form_end(struct html *h, struct govuk_form form)
{
    (void)form;
    html_literal(h, "</form>\n");
}

/* Label, hint and error message, which every field has before it. `id` is the field's. */
static void field_begin(struct html *h, const char *id, const char *label, const char *hint, const char *error)
{
    html_literal(h, "<div class=\"govuk-form-group");
    if (error)
        html_literal(h, " govuk-form-group--error");
    html_literal(h, "\"><label class=\"govuk-label\"");
    html_attribute(h, "for", id);
    html_literal(h, ">");
    html_text(h, label);
    html_literal(h, "</label>\n");
    if (hint) {
        html_literal(h, "<div class=\"govuk-hint\" id=\"");
        html_text(h, id);
        html_literal(h, "-hint\">");
        html_text(h, hint);
        html_literal(h, "</div>\n");
    }
    if (error) {
        html_literal(h, "<p class=\"govuk-error-message\" id=\"");
        html_text(h, id);
        html_literal(h, "-error\"><span class=\"govuk-visually-hidden\">Error: </span>");
        html_text(h, error);
        html_literal(h, "</p>\n");
    }
}

static void field_described_by(struct html *h, const char *id, const char *hint, const char *error)
{
    if (!hint && !error)
        return;
    html_literal(h, " aria-describedby=\"");
    if (hint) {
        html_text(h, id);
        html_literal(h, "-hint");
    }
    if (hint && error)
        html_literal(h, " ");
    if (error) {
        html_text(h, id);
        html_literal(h, "-error");
    }
    html_literal(h, "\"");
}

void govuk_input(struct html *h, struct govuk_input input)
{
    const char *id = input.id ? input.id : input.name;
    field_begin(h, id, input.label, input.hint, input.error);
    html_literal(h, "<input class=\"govuk-input");
    if (input.error)
        html_literal(h, " govuk-input--error");
    if (input.width > 0) {
        html_literal(h, " govuk-input--width-");
        html_integer(h, input.width);
    }
    html_literal(h, "\"");
    html_attribute(h, "id", id);
    html_attribute(h, "name", input.name);
    html_attribute(h, "type", input.type ? input.type : "text");
    html_attribute(h, "value", input.value);
    html_attribute(h, "autocomplete", input.autocomplete);
    html_attribute(h, "inputmode", input.inputmode);
    if (input.max_length > 0)
        html_attribute_integer(h, "maxlength", input.max_length);
    field_described_by(h, id, input.hint, input.error);
    html_literal(h, "></div>\n");
}

void govuk_select(struct html *h, struct govuk_select select)
{
    const char *id = select.id ? select.id : select.name;
    field_begin(h, id, select.label, select.hint, NULL);
    html_literal(h, "<select class=\"govuk-select\"");
    html_attribute(h, "id", id);
    html_attribute(h, "name", select.name);
    field_described_by(h, id, select.hint, NULL);
    html_literal(h, ">\n");
    for (const struct govuk_option *option = select.options; option && option->text; option++) {
        const char *value = option->value ? option->value : option->text;
        html_literal(h, "<option");
        html_attribute(h, "value", value);
        if (select.value && strcmp(select.value, value) == 0)
            html_literal(h, " selected");
        html_literal(h, ">");
        html_text(h, option->text);
        html_literal(h, "</option>\n");
    }
    html_literal(h, "</select></div>\n");
}

static void button_classes(struct html *h, struct govuk_button button)
{
    html_literal(h, " class=\"govuk-button");
    if (button.secondary)
        html_literal(h, " govuk-button--secondary");
    if (button.warning)
        html_literal(h, " govuk-button--warning");
    html_literal(h, "\" data-module=\"govuk-button\"");
}

void govuk_button(struct html *h, struct govuk_button button)
{
    if (button.href) {
        html_literal(h, "<a role=\"button\" draggable=\"false\"");
        html_address(h, "href", button.href);
        button_classes(h, button);
        html_literal(h, ">");
        html_text(h, button.text);
        html_literal(h, "</a>\n");
        return;
    }
    html_literal(h, "<button type=\"submit\"");
    button_classes(h, button);
    html_attribute(h, "name", button.name);
    html_attribute(h, "value", button.value);
    html_literal(h, ">");
    html_text(h, button.text);
    html_literal(h, "</button>\n");
}

void govuk_carried(struct html *h, const char *name, const char *value)
{
    if (!value)
        return;
    html_literal(h, "<input type=\"hidden\"");
    html_attribute(h, "name", name);
    html_attribute(h, "value", value);
    html_literal(h, ">\n");
}
