// The scanner for any 64-bit x86 machine.

#include <string.h>

#include "scan_builds.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define SCAN_WIDTH 128
#include "scan_masks.h"
#include "scan_utf8.h"
#include "scan_object.h"
#include "scan_shape.h"
#include "scan_values.h"
#include "scan_json.h"
#include "scan_order.h"

const scan_functions scan_sse2_functions = {scan_order};

#endif
