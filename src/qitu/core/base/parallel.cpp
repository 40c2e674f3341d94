#include <qitu/core/base/parallel.h>

#include <algorithm>
#include <thread>

namespace qitu {

std::size_t threads_for(int wanted) {
    return static_cast<std::size_t>(
        wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

} // namespace qitu
