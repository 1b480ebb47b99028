#include "LookAssets.h"

// #embed came with C23; older modes of the compiler take it as an extension.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char sextant_css[] = {
#embed "../Look/Assets/css/sextant.css"
};
static const unsigned char site_css[] = {
#embed "../Look/Assets/css/site.css"
};
static const unsigned char navigate_js[] = {
#embed "../Look/Assets/js/navigate.js"
};
static const unsigned char palette_js[] = {
#embed "../Look/Assets/js/palette.js"
};
static const unsigned char keys_js[] = {
#embed "../Look/Assets/js/keys.js"
};
static const unsigned char menu_js[] = {
#embed "../Look/Assets/js/menu.js"
};
static const unsigned char form_js[] = {
#embed "../Look/Assets/js/form.js"
};
static const unsigned char lookup_js[] = {
#embed "../Look/Assets/js/lookup.js"
};
static const unsigned char list_js[] = {
#embed "../Look/Assets/js/list.js"
};
static const unsigned char filter_js[] = {
#embed "../Look/Assets/js/filter.js"
};
static const unsigned char board_js[] = {
#embed "../Look/Assets/js/board.js"
};
static const unsigned char steps_js[] = {
#embed "../Look/Assets/js/steps.js"
};
static const unsigned char toast_js[] = {
#embed "../Look/Assets/js/toast.js"
};
static const unsigned char live_js[] = {
#embed "../Look/Assets/js/live.js"
};
static const unsigned char tracker_js[] = {
#embed "../Look/Assets/js/tracker.js"
};
static const unsigned char inter_regular_woff2[] = {
#embed "../Look/Assets/font/inter-regular.woff2"
};
static const unsigned char inter_medium_woff2[] = {
#embed "../Look/Assets/font/inter-medium.woff2"
};
static const unsigned char inter_semibold_woff2[] = {
#embed "../Look/Assets/font/inter-semibold.woff2"
};
static const unsigned char sextant_svg[] = {
#embed "../Look/Assets/image/sextant.svg"
};

static const LookAsset assets[] = {
    {"sextant.css", sextant_css, sizeof(sextant_css)},
    {"site.css", site_css, sizeof(site_css)},
    {"navigate.js", navigate_js, sizeof(navigate_js)},
    {"palette.js", palette_js, sizeof(palette_js)},
    {"keys.js", keys_js, sizeof(keys_js)},
    {"menu.js", menu_js, sizeof(menu_js)},
    {"form.js", form_js, sizeof(form_js)},
    {"lookup.js", lookup_js, sizeof(lookup_js)},
    {"list.js", list_js, sizeof(list_js)},
    {"filter.js", filter_js, sizeof(filter_js)},
    {"board.js", board_js, sizeof(board_js)},
    {"steps.js", steps_js, sizeof(steps_js)},
    {"toast.js", toast_js, sizeof(toast_js)},
    {"live.js", live_js, sizeof(live_js)},
    {"tracker.js", tracker_js, sizeof(tracker_js)},
    {"inter-regular.woff2", inter_regular_woff2, sizeof(inter_regular_woff2)},
    {"inter-medium.woff2", inter_medium_woff2, sizeof(inter_medium_woff2)},
    {"inter-semibold.woff2", inter_semibold_woff2, sizeof(inter_semibold_woff2)},
    {"sextant.svg", sextant_svg, sizeof(sextant_svg)},
};

ptrdiff_t look_asset_count(void) { return sizeof(assets) / sizeof(assets[0]); }

LookAsset look_asset(ptrdiff_t index) {
    ptrdiff_t last = look_asset_count() - 1;
    return assets[index >= 0 && index < last ? index : last];
}
