#pragma once

#include <stddef.h>
#include <stdint.h>

// The entry to libFuzzer for a program that has a main function of its own; linked in by -sanitize=fuzzer.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t count));
