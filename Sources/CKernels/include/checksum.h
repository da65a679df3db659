#pragma once

#include <stddef.h>
#include <stdint.h>

/// The checksum of a snapshot's parts: 64 bits, in which every single changed byte shows.
///
/// Eight lanes; lane i begins as seed + (i + 1) * Q. The bytes, with zeros behind them up to a whole number of
/// stripes of 64 bytes, are read as little-endian words of 64 bits; word i of each stripe goes into lane i:
/// lane = rotate((lane ^ word) * P, 29). At the end, h = seed ^ (count * Q); for each lane in turn,
/// h = rotate((h ^ lane) * P, 31); then h ^= h >> 32, h *= Q, h ^= h >> 29. All modulo 2^64, rotations to the left.
/// P = 0x9E3779B97F4A7C15, Q = 0xC2B2AE3D27D4EB4F.
uint64_t kernel_checksum(const void *_Nullable bytes, size_t count, uint64_t seed);
