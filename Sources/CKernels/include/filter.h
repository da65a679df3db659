// Inner loops of conditions.
#pragma once
