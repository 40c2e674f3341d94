#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <unistd.h>

#include <string>
#include <system_error>

namespace qitu {

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
        throw Error(ErrorKind::refused,
                    say("{}: cannot be written ({}). Check the folder and your rights to it.",
                        target_.string(), error.message()));
}

} // namespace qitu
