// Where qitu keeps what it can make again: a folder that only its user can read.
#pragma once

#include <filesystem>

namespace qitu {

/// qitu in $XDG_CACHE_HOME, in ~/.cache, or in the folder for temporary files; made where it is not there. Throws Error (refused)
/// where it cannot be made, or belongs to someone else.
std::filesystem::path cache_folder();

} // namespace qitu
