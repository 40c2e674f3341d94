#include "guess_layer.h"
#include "import_words.h"

#include <qitu/app/commands/import_all_command.h>
#include <qitu/app/commands/import_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/deliveries.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace qitu::commands {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 16> delivered_endings{
    ".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".dxf", ".gpx",
    ".csv", ".xlsx", ".xls",     ".ods",  ".txt", ".zip", ".vct", ".gdb"};

bool may_be_a_delivery(const fs::directory_entry &entry) {
    const std::string ending = folded(entry.path().extension().string());
    const bool known =
        std::find(delivered_endings.begin(), delivered_endings.end(), ending) != delivered_endings.end();
    return known && (entry.is_regular_file() || ending == ".gdb") &&
           !entry.path().filename().string().starts_with('.') && !workspace::is_workspace(entry.path());
}

std::vector<fs::path> files_in(const std::string &folder) {
    std::error_code failure;
    if (!fs::is_directory(folder, failure))
        throw Error(ErrorKind::unreadable, say("{}: there is no such folder.", folder));
    std::vector<fs::path> files;
    for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator();
         ++entry) {
        if (may_be_a_delivery(*entry))
            files.push_back(entry->path());
        if (entry->is_directory() && folded(entry->path().extension().string()) == ".gdb")
            entry.disable_recursion_pending();
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Reception {
  public:
    Reception(const ImportAllCommand &command, Context &context) : command_(command), context_(context) {}

    DeliveredFile receive(const fs::path &file) {
        DeliveredFile delivered{fs::relative(file, command_.folder).string(), "", "", 0, false, ""};
        const GuessedLayer guess =
            guess_layer(file, command_.folder, context_.catalogue(), command_.options.open);
        if (guess.layer == nullptr) {
            delivered.message = guess.told_by;
        } else {
            delivered.layer = guess.layer->id;
            delivered.told_by = guess.told_by;
            import(file, delivered);
        }
        if (!delivered.imported && !command_.options.dry_run)
            note(file, delivered);
        return delivered;
    }

  private:
    void import(const fs::path &file, DeliveredFile &delivered) {
        const ImportCommand one{command_.workspace,
                                delivered.layer,
                                {file.string()},
                                command_.datum_shift,
                                command_.options,
                                command_.profile,
                                {}};
        try {
            const auto result = one.run(context_);
            delivered.imported = result.refusal.empty();
            for (const importer::Outcome &imported : result.value.files) {
                delivered.features += delivered.imported ? imported.read - imported.quarantined.size() : 0;
                delivered.message = imported.already_there
                                        ? say("The workspace already has the same content.")
                                        : conclusion_of(imported);
            }
        } catch (const Error &error) {
            delivered.message = error.what();
        }
    }

    void note(const fs::path &file, const DeliveredFile &delivered) {
        workspace::Delivery refused;
        refused.layer = delivered.layer;
        refused.file = file.string();
        refused.message = delivered.message;
        if (const std::string banner = banner_in_name(file, command_.folder, context_.catalogue());
            !banner.empty())
            refused.senders[banner] = 0;
        workspace::Workspace opened = workspace::Workspace::open(command_.workspace);
        opened.transaction({"qitu import --all", file.filename().string()},
                           [&](workspace::Edit &edit) { workspace::note_refusal(edit, refused); });
    }

    const ImportAllCommand &command_;
    Context &context_;
};

} // namespace

Result<std::vector<DeliveredFile>> ImportAllCommand::run(Context &context) const {
    const std::vector<fs::path> files = files_in(folder);
    if (files.empty())
        throw Error(ErrorKind::refused, say("{}: holds no file that can be a delivery.", folder));
    Reception reception(*this, context);
    Result<std::vector<DeliveredFile>> result;
    std::size_t imported = 0;
    for (const fs::path &file : files) {
        result.value.push_back(reception.receive(file));
        imported += result.value.back().imported ? 1 : 0;
    }
    result.attention = imported < files.size();
    result.tell(options.dry_run
                    ? say("{} of {} files can be imported; nothing was written.", imported, files.size())
                    : say("{} of {} files were imported. \"qitu deliveries\" lists who has sent what.",
                          imported, files.size()));
    return result;
}

} // namespace qitu::commands
