#include "cage/caged_source.h"

#include <qitu/data/reader/raw_file.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

struct RawFile::State {
    CagedSource source;
    std::vector<std::string> fields;
    std::vector<RawField> columns;
};

namespace {

RawField::Type type_of(OGRFieldType type) {
    switch (type) {
    case OFTInteger:
    case OFTInteger64:
        return RawField::Type::integer;
    case OFTReal:
        return RawField::Type::real;
    case OFTDate:
        return RawField::Type::date;
    case OFTDateTime:
        return RawField::Type::date_time;
    default:
        return RawField::Type::text;
    }
}

} // namespace

RawFile::RawFile(const std::filesystem::path &file, const OpenOptions &options)
    : state_(std::make_unique<State>(State{CagedSource(file, options), {}, {}})) {
    if (options.fields)
        state_->source.select(*options.fields);
    for (const Source::Column &column : state_->source.columns()) {
        state_->fields.push_back(column.name);
        state_->columns.push_back({column.name, type_of(column.type), column.width});
    }
}

RawFile::~RawFile() = default;
RawFile::RawFile(RawFile &&) noexcept = default;
RawFile &RawFile::operator=(RawFile &&) noexcept = default;

const std::vector<std::string> &RawFile::fields() const {
    return state_->fields;
}

const std::vector<RawField> &RawFile::columns() const {
    return state_->columns;
}

std::optional<catalogue::GeometryType> RawFile::geometry() const {
    switch (state_->source.geometry_type()) {
    case wkbPoint:
    case wkbMultiPoint:
        return catalogue::GeometryType::point;
    case wkbLineString:
    case wkbMultiLineString:
        return catalogue::GeometryType::line;
    case wkbPolygon:
    case wkbMultiPolygon:
        return catalogue::GeometryType::polygon;
    default:
        return std::nullopt;
    }
}

const geodesy::Crs &RawFile::crs() const {
    return state_->source.crs();
}

const Diagnostics &RawFile::diagnostics() const {
    return state_->source.diagnostics();
}

std::vector<std::string> RawFile::notes() const {
    std::vector<std::string> notes = diagnostics().notes;
    for (std::string &note : state_->source.geometry_notes())
        notes.push_back(std::move(note));
    return notes;
}

bool RawFile::next(RawFeature &feature) {
    return state_->source.next(feature);
}

void RawFile::rewind() {
    state_->source.rewind();
}

} // namespace qitu::reader
