#include "layer_or_file.h"

#include <filesystem>

namespace qitu::commands {

bool is_file(const std::string &name) {
    const std::filesystem::path path = name;
    return path.has_extension() || path.has_parent_path() || std::filesystem::is_regular_file(path);
}

std::unique_ptr<sources::Parcels> parcels_for(const std::string &name, const workspace::Workspace &workspace,
                                              const reader::OpenOptions &open, Context &context) {
    if (!is_file(name))
        return sources::parcels_of(workspace, context.catalogue().layer(name));
    reader::OpenOptions reading = open;
    reading.layouts = context.text_layouts();
    return sources::parcels_of(std::filesystem::path(name), reading, context.catalogue());
}

} // namespace qitu::commands
