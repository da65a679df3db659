// The scanner for machines with AVX2.

#include <string.h>

#include "scan_builds.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,popcnt,pclmul"))), \
                             apply_to = function)

#define SCAN_WIDTH 256
#include "scan_masks.h"
#include "scan_utf8.h"
#include "scan_object.h"
#include "scan_shape.h"
#include "scan_values.h"
#include "scan_json.h"
#include "scan_order.h"

const scan_functions scan_avx2_functions = {scan_order};

#pragma clang attribute pop

#endif
