// cli: the command `qitu`. One file per command, thin: parse, call a room, print.
#pragma once

#include <qitu/core/base/error.h>
#include <qitu/core/catalogue/catalogue.h>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace qitu::cli {

/// Exit status of the command, fixed by docs: others script against it.
enum class Status { done = 0, findings = 1, usage = 2, unreadable = 3, refused = 4 };

/// The status that a command ends with after such an error.
Status status_of(ErrorKind kind);

/// What every command needs: where the catalogue and the styles lie, and the status to end with.
class Context {
  public:
    std::string layers_dir; // --layers; "" to look in the usual places
    std::string styles_dir; // --styles; likewise

    [[nodiscard]] std::filesystem::path layers() const;
    const catalogue::Catalogue &catalogue(); // loaded when first asked for
    [[nodiscard]] std::filesystem::path styles() const;

    /// The job is done, and there is something that a person should look at.
    void needs_attention() { status_ = Status::findings; }
    [[nodiscard]] Status status() const { return status_; }

  private:
    std::optional<catalogue::Catalogue> catalogue_;
    Status status_ = Status::done;
};

/// Folder of the translations that belong to this executable.
std::filesystem::path locale_dir();

void add_area(CLI::App &app, Context &context);
void add_advance(CLI::App &app, Context &context);
void add_doctor(CLI::App &app, Context &context);
void add_diff(CLI::App &app, Context &context);
void add_balance(CLI::App &app, Context &context);
void add_explain(CLI::App &app, Context &context);
void add_check(CLI::App &app, Context &context);
void add_complete(CLI::App &app, Context &context); // not listed: what shells ask
void add_export(CLI::App &app, Context &context);
void add_history(CLI::App &app, Context &context);
void add_import(CLI::App &app, Context &context);
void add_init(CLI::App &app, Context &context);
void add_layers(CLI::App &app, Context &context);
void add_manual(CLI::App &app, Context &context); // not listed: written by the build
void add_merge(CLI::App &app, Context &context);
void add_overlaps(CLI::App &app, Context &context);
void add_progress(CLI::App &app, Context &context);
void add_quota(CLI::App &app, Context &context);
void add_report(CLI::App &app, Context &context);
void add_review(CLI::App &app, Context &context);
void add_sample(CLI::App &app, Context &context);
void add_seal(CLI::App &app, Context &context);
void add_sql(CLI::App &app, Context &context);
void add_tabulate(CLI::App &app, Context &context);
void add_total(CLI::App &app, Context &context);
void add_verify(CLI::App &app, Context &context);

} // namespace qitu::cli
