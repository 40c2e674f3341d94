#include <qitu/app/commands/context.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>

#include <cstdlib>

namespace qitu::commands {

namespace fs = std::filesystem;

namespace {

bool holds_data(const fs::path &folder) {
    std::error_code missing;
    return fs::exists(folder / "layers" / "programme.toml", missing);
}

// Where layers/ and styles/ lie: QITU_DATA, the installation's share folder, or the source tree around a
// build.
fs::path data_dir() {
    if (const char *named = std::getenv("QITU_DATA"); named != nullptr && *named != '\0')
        return named;
    std::error_code unknown;
    const fs::path bin = fs::read_symlink("/proc/self/exe", unknown).parent_path();
    if (fs::path share = bin.parent_path() / "share" / "qitu"; holds_data(share))
        return share;
    for (fs::path folder = bin; folder != folder.root_path(); folder = folder.parent_path())
        if (holds_data(folder))
            return folder;
    throw NeedsParameter(Parameter::layers_dir, ErrorKind::unreadable,
                         say("The catalogue was not found near {}. Name the folder of layers and styles in "
                             "the environment variable QITU_DATA.",
                             bin.string()));
}

} // namespace

fs::path Context::layers() const {
    return layers_dir.empty() ? data_dir() / "layers" : fs::path(layers_dir);
}

fs::path Context::styles() const {
    if (!styles_dir.empty())
        return styles_dir;
    const fs::path beside = fs::path(layers_dir).parent_path() / "styles";
    return !layers_dir.empty() && fs::is_directory(beside) ? beside : data_dir() / "styles";
}

std::shared_ptr<const catalogue::TextLayouts> Context::text_layouts() const {
    return std::make_shared<const catalogue::TextLayouts>(catalogue::TextLayouts::load(layers() / "layouts"));
}

const catalogue::Catalogue &Context::catalogue() {
    if (!catalogue_) {
        catalogue_ = catalogue::Catalogue::load(layers());
        use_local_words(catalogue_->words());
    }
    return *catalogue_;
}

} // namespace qitu::commands
