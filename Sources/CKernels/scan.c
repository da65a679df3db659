// Chooses the build of the scanner, and replaces escapes.

#include "scan.h"

#include "scan_builds.h"

#if defined(__x86_64__)

static int has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

static int has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

const scan_functions *scan_functions_of(scan_build build) {
    switch (build) {
    case SCAN_BUILD_PLAIN: return &scan_plain_functions;
    case SCAN_BUILD_SSE2: return &scan_sse2_functions;
    case SCAN_BUILD_AVX2: return has_avx2() ? &scan_avx2_functions : NULL;
    case SCAN_BUILD_AVX512: return has_avx512() ? &scan_avx512_functions : NULL;
    }
    return NULL;
}

#else

const scan_functions *scan_functions_of(scan_build build) {
    return build == SCAN_BUILD_PLAIN ? &scan_plain_functions : NULL;
}

#endif

const scan_functions *scan_best_functions(void) {
    for (int build = SCAN_BUILD_AVX512; build > SCAN_BUILD_PLAIN; build--) {
        const scan_functions *functions = scan_functions_of((scan_build)build);
        if (functions) return functions;
    }
    return &scan_plain_functions;
}

// Four hexadecimal digits, -1 for anything else.
static int32_t unit_at(const uint8_t *text, size_t length) {
    if (length < 4) return -1;
    int32_t unit = 0;
    for (int index = 0; index < 4; index++) {
        uint8_t byte = text[index], letter = (uint8_t)((byte | 0x20) - 'a');
        int32_t digit = (uint8_t)(byte - '0') < 10 ? byte - '0' : letter < 6 ? letter + 10 : -1;
        if (digit < 0) return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

static size_t write_scalar(int32_t scalar, uint8_t *output) {
    if (scalar < 0x80) {
        output[0] = (uint8_t)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        output[0] = (uint8_t)(0xC0 | scalar >> 6);
        output[1] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        output[0] = (uint8_t)(0xE0 | scalar >> 12);
        output[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        output[2] = (uint8_t)(0x80 | (scalar & 0x3F));
        return 3;
    }
    output[0] = (uint8_t)(0xF0 | scalar >> 18);
    output[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
    output[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    output[3] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 4;
}

// The scalar of an escape behind its `\u`, and how many bytes of the text it takes; -1 for a broken one.
static int32_t scalar_at(const uint8_t *text, size_t length, size_t *size) {
    int32_t first = unit_at(text, length);
    *size = 4;
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || length < 10 || text[4] != '\\' || text[5] != 'u') return -1;
    int32_t second = unit_at(text + 6, length - 6);
    if (second < 0xDC00 || second > 0xDFFF) return -1;
    *size = 10;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

static int32_t short_escape(uint8_t byte) {
    switch (byte) {
    case '"':
    case '\\':
    case '/': return byte;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return -1;
    }
}

ptrdiff_t scan_unescape(const uint8_t *text, size_t length, uint8_t *output) {
    size_t position = 0, written = 0;
    while (position < length) {
        uint8_t byte = text[position++];
        if (byte != '\\') {
            output[written++] = byte;
            continue;
        }
        if (position == length) return -1;
        byte = text[position++];
        size_t size = 0;
        int32_t scalar = byte == 'u' ? scalar_at(text + position, length - position, &size) : short_escape(byte);
        if (scalar < 0) return -1;
        position += size;
        written += write_scalar(scalar, output + written);
    }
    return (ptrdiff_t)written;
}
