// parallel: work on all processors.
#pragma once

#include <cstddef>

namespace qitu {

/// As many as are wanted; 0: all that the machine has.
std::size_t threads_for(int wanted);

} // namespace qitu
