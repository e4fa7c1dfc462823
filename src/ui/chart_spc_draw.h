/* The drawing of a control chart, for src/ui alone. */
#ifndef GOLDTHREAD_UI_CHART_SPC_DRAW_H
#define GOLDTHREAD_UI_CHART_SPC_DRAW_H

#include "ui/chart_frame.h"
#include "ui/chart_spc.h"

/* `file`: the drawing is a file of its own and brings its styles. The chart has a figure. */
void control_chart_draw(struct html *h, const struct control_chart *chart, bool narrow, bool file, const char *description);

/* The lines and figures alone, on a frame that is laid out. */
void control_chart_series(struct chart_frame *frame, const struct control_chart *chart);

/* What a figure is drawn as: its class and its shape. */
enum spc_shape { SPC_SHAPE_DOT, SPC_SHAPE_BETTER, SPC_SHAPE_WORSE, SPC_SHAPE_NEITHER };
#define SPC_SHAPES 4
enum spc_shape spc_shape_of(enum spc_variation variation);

/* The shape about a place, so many px from its middle to its edge. */
void spc_shape_draw(struct html *h, enum spc_shape shape, bool excluded, double x, double y, double size);

/* The break at which the segment begins; NULL: none is given for its day. */
const struct chart_break *control_chart_break(const struct control_chart *chart, const struct spc_segment *segment);

/* "A" for the first segment that begins anew, "B" for the next. */
char control_chart_letter(size_t segment);

/* The vertical scale that holds everything the chart shows. */
struct chart_scale control_chart_scale(const struct control_chart *chart);

#endif
