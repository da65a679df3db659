// The builds of the scanner: one source, compiled once for each kind of machine.
#pragma once

#include "scan.h"

extern const scan_functions scan_plain_functions;

#if defined(__x86_64__)
extern const scan_functions scan_sse2_functions;
extern const scan_functions scan_avx2_functions;
extern const scan_functions scan_avx512_functions;
#endif
