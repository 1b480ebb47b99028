// The files of the look as constant data.
#pragma once
#include <stddef.h>

typedef struct {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t length;
} LookAsset;

ptrdiff_t look_asset_count(void);

// The asset at an index from 0 to the count; the last one for any other index.
LookAsset look_asset(ptrdiff_t index);
