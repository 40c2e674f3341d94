// commands: all that qitu can be asked to do, each as an object: a struct of its arguments, as a user gives
// them, whose `run` returns an Outcome. The command line, tests, a server and bindings call the same objects.
// Nothing here knows of options, of standard output or of exit statuses.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>

#include <functional>
#include <memory>
#include <optional>

namespace qitu::commands {

/// What every command needs: the catalogue, the styles, and whom to tell how far the job is.
class Context {
  public:
    std::string layers_dir; // "" to look in the usual places: QITU_DATA, the installation, the source tree
                            // around the program
    std::string styles_dir; // likewise

    /// Asked now and then by jobs that take long; returns whether to go on. Empty: nobody listens.
    Progress progress;
    /// Called when what the job writes stands, and stopping it would come too late.
    std::function<void()> written;

    /// Throws Error (unreadable) when there is none.
    [[nodiscard]] std::filesystem::path layers() const;
    [[nodiscard]] std::filesystem::path styles() const;
    const catalogue::Catalogue &catalogue(); // loaded when first asked for
    /// Of coordinate TXT, without the rest of the catalogue; those that come with the library where there is none.
    [[nodiscard]] std::shared_ptr<const catalogue::TextLayouts> text_layouts() const;

  private:
    std::optional<catalogue::Catalogue> catalogue_;
};

} // namespace qitu::commands
