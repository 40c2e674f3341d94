#include "source.h"

namespace qitu::intake {

struct RawFile::State {
    Source source;
    std::vector<std::string> fields;
};

RawFile::RawFile(const std::filesystem::path &file, const OpenOptions &options)
    : state_(std::make_unique<State>(State{Source(file, options), {}})) {
    if (options.fields)
        state_->source.select(*options.fields);
    for (const Source::Column &column : state_->source.columns())
        state_->fields.push_back(column.name);
}

RawFile::~RawFile() = default;
RawFile::RawFile(RawFile &&) noexcept = default;
RawFile &RawFile::operator=(RawFile &&) noexcept = default;

const std::vector<std::string> &RawFile::fields() const {
    return state_->fields;
}

const geodesy::Crs &RawFile::crs() const {
    return state_->source.crs();
}

const Understanding &RawFile::understanding() const {
    return state_->source.understanding();
}

bool RawFile::next(RawFeature &feature) {
    return state_->source.next(feature);
}

void RawFile::rewind() {
    state_->source.rewind();
}

} // namespace qitu::intake
