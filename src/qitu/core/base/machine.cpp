#include <qitu/core/base/base.h>

#include <fmt/chrono.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

namespace qitu {

std::int64_t time_now() {
    const char *epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (double seconds = 0; epoch != nullptr && parse_number(epoch, seconds))
        return static_cast<std::int64_t>(seconds * 1000);
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string time_stamp() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(static_cast<std::time_t>(time_now() / 1000)));
}

Draft::Draft(const std::filesystem::path &target)
    : target_(target),
      file_(target.parent_path() / fmt::format(".{}.{}.gpkg", target.stem().string(), getpid())) {}

Draft::~Draft() {
    std::error_code ignored;
    for (const char *ending : {"", "-journal"})
        std::filesystem::remove(file_.string() + ending, ignored);
}

void Draft::move_to_target() const {
    std::error_code error;
    std::filesystem::rename(file_, target_, error);
    if (error)
        throw Error(Status::refused,
                    say("{}: cannot be written ({}). Check the folder and your rights to it.",
                        target_.string(), error.message()));
}

std::size_t threads_for(int wanted) {
    return static_cast<std::size_t>(
        wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

} // namespace qitu
