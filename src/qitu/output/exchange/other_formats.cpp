#include "other_formats.h"

#include "style.h"
#include "tables.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace qitu::exchange {

void refuse_existing(const std::filesystem::path &file, bool overwrite) {
    if (!overwrite && std::filesystem::exists(file))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", file.string()));
}

void refuse_empty(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    if (workspace::feature_count(workspace, layer) == 0)
        throw Error(ErrorKind::refused,
                    say("{}: layer {} has no features to write.", workspace.file().string(), layer.id));
}

void write_style(const std::filesystem::path &file, const workspace::Workspace &workspace,
                 const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                 const std::string &style, const std::filesystem::path &styles_dir, bool overwrite) {
    refuse_existing(file, overwrite);
    const Table table = layer_table(layer, form_world(catalogue, workspace.banners()));
    const auto styles = StyleFolder(styles_dir).styles_of(table);
    const auto chosen = std::find_if(styles.begin(), styles.end(), [&](const Style &one) {
        return style.empty() ? one.is_default : one.name == style;
    });
    if (chosen == styles.end()) {
        std::vector<std::string> names;
        for (const Style &one : styles)
            names.push_back(one.name);
        throw Error(ErrorKind::refused,
                    say("{} has no style {}. It has: {}.", layer.id, style, fmt::join(names, ", ")));
    }
    const bool sld = folded(file.extension().string()) == ".sld";
    write_whole(file,
                [&](std::ostream &out) { out << (sld ? sld_of(chosen->qml, table) : text_of(chosen->qml)); });
}

Lost::Lost(const catalogue::Layer &layer, const std::vector<std::string> &written)
    : layer_(layer), values_(layer.fields.size()) {
    for (const catalogue::Field &field : layer.fields)
        written_.push_back(std::find(written.begin(), written.end(), field.id) != written.end());
}

void Lost::look_at(const catalogue::Feature &feature) {
    for (std::size_t i = 0; i < values_.size(); ++i)
        values_[i] += std::holds_alternative<std::monostate>(feature.values[i]) ? 0 : 1;
    meridians_ += feature.central_meridian ? 1 : 0;
}

std::vector<std::string> Lost::listed() const {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < values_.size(); ++i)
        if (!written_[i] && values_[i] > 0)
            result.push_back(say("{} ({} values)", layer_.fields[i].id, values_[i]));
    if (meridians_ > 0)
        result.push_back(
            say("the central meridian of the plane that the source was drawn in ({} values)", meridians_));
    return result;
}

} // namespace qitu::exchange
