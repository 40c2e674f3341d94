#include "exchange.h"

#include <algorithm>

namespace qitu::publish {

void refuse_existing(const std::filesystem::path &file, bool overwrite) {
    if (!overwrite && std::filesystem::exists(file))
        throw Error(Status::refused,
                    say("{}: exists already and is left alone. Choose another name, or say --overwrite.",
                        file.string()));
}

void refuse_empty(const store::Workspace &workspace, const catalogue::Layer &layer) {
    if (workspace.count(layer) == 0)
        throw Error(Status::refused,
                    say("{}: layer {} has no features to write.", workspace.file().string(), layer.id));
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

} // namespace qitu::publish
