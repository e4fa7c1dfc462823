/* The elements that drawings are made of. */
#include "ui/svg.h"

void svg_begin(struct html *h, struct svg svg)
{
    unsigned id = html_id(h);
    html_literal(h, "<svg");
    if (svg.file)
        html_literal(h, " xmlns=\"http://www.w3.org/2000/svg\"");
    html_attribute(h, "class", svg.class);
    html_literal(h, " viewBox=\"0 0 ");
    html_number(h, svg.width);
    html_literal(h, " ");
    html_number(h, svg.height);
    html_literal(h, "\"");
    html_attribute_number(h, "width", svg.width);
    html_attribute_number(h, "height", svg.height);
    if (!svg.title) {
        html_literal(h, " aria-hidden=\"true\" focusable=\"false\">");
        return;
    }
    html_literal(h, " role=\"img\" aria-labelledby=\"drawing-");
    html_integer(h, id);
    html_literal(h, "\" aria-describedby=\"drawing-");
    html_integer(h, id);
    html_literal(h, "-says\"><title id=\"drawing-");
    html_integer(h, id);
    html_literal(h, "\">");
    html_text(h, svg.title);
    html_literal(h, "</title><desc id=\"drawing-");
    html_integer(h, id);
    html_literal(h, "-says\">");
    html_text(h, svg.description);
    html_literal(h, "</desc>\n");
}

void svg_end(struct html *h)
{
    html_literal(h, "</svg>\n");
}

void svg_line(struct html *h, const char *class, double x1, double y1, double x2, double y2)
{
    html_literal(h, "<line");
    html_attribute(h, "class", class);
    html_attribute_number(h, "x1", x1);
    html_attribute_number(h, "y1", y1);
    html_attribute_number(h, "x2", x2);
    html_attribute_number(h, "y2", y2);
    html_literal(h, "/>");
}

void svg_rect(struct html *h, const char *class, double x, double y, double width, double height)
{
    html_literal(h, "<rect");
    html_attribute(h, "class", class);
    html_attribute_number(h, "x", x);
    html_attribute_number(h, "y", y);
    html_attribute_number(h, "width", width);
    html_attribute_number(h, "height", height);
    html_literal(h, "/>");
}

void svg_circle(struct html *h, const char *class, double x, double y, double radius)
{
    html_literal(h, "<circle");
    html_attribute(h, "class", class);
    html_attribute_number(h, "cx", x);
    html_attribute_number(h, "cy", y);
    html_attribute_number(h, "r", radius);
    html_literal(h, "/>");
}

void svg_path_begin(struct html *h, const char *class)
{
    html_literal(h, "<path");
    html_attribute(h, "class", class);
    html_literal(h, " d=\"");
}

void svg_path_point(struct html *h, bool first, double x, double y)
{
    if (first)
        html_literal(h, "M");
    else
        html_literal(h, "L");
    html_number(h, x);
    html_literal(h, " ");
    html_number(h, y);
}

void svg_path_end(struct html *h)
{
    html_literal(h, "\"/>");
}

void svg_text(struct html *h, struct svg_text text)
{
    static const char *const anchors[] = {[SVG_START] = NULL, [SVG_MIDDLE] = "middle", [SVG_END] = "end"};
    html_literal(h, "<text");
    html_attribute(h, "class", text.class);
    html_attribute_number(h, "x", text.x);
    html_attribute_number(h, "y", text.y);
    html_attribute(h, "text-anchor", anchors[text.anchor]);
    html_literal(h, ">");
    if (text.count)
        html_text_n(h, text.text, text.count);
    else
        html_text(h, text.text);
    if (text.shortened)
        html_literal(h, "…");
    html_literal(h, "</text>");
}
