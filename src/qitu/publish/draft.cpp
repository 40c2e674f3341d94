#include "draft.h"

#include <fmt/chrono.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace qitu::publish {

namespace fs = std::filesystem;

std::string time_stamp() {
    std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    const char *epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (double seconds = 0; epoch != nullptr && parse_number(epoch, seconds))
        now = static_cast<std::time_t>(seconds);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(now));
}

fs::path beside(const fs::path &file, const char *ending) {
    return file.string() + ending;
}

Draft::Draft(const fs::path &target)
    : target_(target),
      file_(target.parent_path() / fmt::format(".{}.{}.gpkg", target.stem().string(), getpid())) {}

Draft::~Draft() {
    std::error_code ignored;
    for (const char *ending : {"", "-journal"})
        fs::remove(beside(file_, ending), ignored);
}

void Draft::move_to_target() const {
    std::error_code error;
    fs::rename(file_, target_, error);
    if (error)
        throw Error(Status::refused,
                    say("{}: cannot be written ({}). Check the folder and your rights to it.",
                        target_.string(), error.message()));
}

} // namespace qitu::publish
