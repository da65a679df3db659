// Inner loops that the compiler vectorises better in C. Each has a plain Swift form that it is tested against.
#pragma once

#include "scan.h"
