#include "draft.h"

#include <unistd.h>

namespace qitu::store {

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

void refuse_unless_new(const std::filesystem::path &file) {
    if (std::filesystem::exists(std::filesystem::symlink_status(file)))
        throw Error(Status::refused,
                    say("{}: exists already and is left alone. Choose another name, or move the "
                        "file away first.",
                        file.string()));
    const std::filesystem::path folder = file.parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder))
        throw Error(Status::refused,
                    say("{}: the folder {} does not exist. Make it first.", file.string(), folder.string()));
}

} // namespace qitu::store
