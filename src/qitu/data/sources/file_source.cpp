#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sources/file_source.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::sources {

namespace {

reader::OpenOptions only(reader::OpenOptions options, const std::vector<std::string> &fields) {
    options.fields = fields;
    return options;
}

} // namespace

FileSource::FileSource(const std::filesystem::path &file, const reader::OpenOptions &options,
                       const std::vector<std::string> &group_fields)
    : file_(file, only(options, group_fields)) {}

bool FileSource::next(tabulate::Item &item) {
    if (!file_.next(feature_))
        return false;
    item.id = feature_.id;
    item.group = group_of(feature_.values);
    item.priority = 0;
    item.wkb.swap(feature_.wkb);
    item.central_meridian.reset();
    return true;
}

// Neighbours in a file are mostly of one group.
std::uint32_t FileSource::group_of(const std::vector<catalogue::Value> &values) {
    if (values == last_values_ && !groups_.empty())
        return last_group_;
    std::vector<std::string> texts;
    for (const catalogue::Value &value : values)
        texts.push_back(catalogue::text_of(value));
    const auto number = static_cast<std::uint32_t>(groups_.size());
    last_values_ = values;
    last_group_ = groups_.emplace(std::move(texts), number).first->second;
    return last_group_;
}

std::vector<std::uint32_t> FileSource::group_ranks() const {
    std::vector<std::uint32_t> ranks(groups_.size());
    std::uint32_t next = 0;
    for (const auto &[group, number] : groups_)
        ranks[number] = next++;
    return ranks;
}

std::vector<std::vector<std::string>> FileSource::sort_groups(tabulate::Result &result) const {
    const std::vector<std::uint32_t> rank = group_ranks();
    std::vector<std::vector<std::string>> values;
    for (const auto &[group, number] : groups_)
        values.push_back(group);
    for (tabulate::Row &row : result.rows)
        row.group = rank[row.group];
    std::sort(result.rows.begin(), result.rows.end(), [](const tabulate::Row &a, const tabulate::Row &b) {
        return std::tie(a.zone, a.group) < std::tie(b.zone, b.group);
    });
    std::map<std::uint32_t, tabulate::Figures> outside;
    for (const auto &[group, figures] : result.outside)
        outside[rank[group]] = figures;
    result.outside = std::move(outside);
    return values;
}

LayerFileSource::LayerFileSource(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                                 const catalogue::Layer &layer, const reader::OpenOptions &options)
    : file_(file, catalogue, layer, options) {}

geodesy::Crs LayerFileSource::crs() const {
    return geodesy::Crs::from("EPSG:4490");
}

bool LayerFileSource::next(tabulate::Item &item) {
    if (!file_.next(feature_))
        return false;
    item.id = feature_.id;
    item.key = {0, feature_.id};
    item.central_meridian = feature_.central_meridian;
    item.wkb.swap(feature_.wkb);
    item.no_place = feature_.no_place;
    return true;
}

namespace {

std::size_t position(const reader::RawFile &file, const std::filesystem::path &path,
                     const std::string &field) {
    const std::vector<std::string> &fields = file.fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (folded(fields[i]) == folded(field))
            return i;
    throw Error(ErrorKind::usage, say("{}: there is no field \"{}\". Its fields: {}.", path.string(), field,
                                      fmt::join(fields, ", ")));
}

std::vector<reader::RawFeature> all_of(reader::RawFile &file) {
    std::vector<reader::RawFeature> features;
    for (reader::RawFeature feature; file.next(feature); feature = {})
        features.push_back(std::move(feature));
    return features;
}

bool is_text(const std::vector<reader::RawFeature> &features, std::size_t column) {
    return std::any_of(features.begin(), features.end(), [&](const reader::RawFeature &feature) {
        return std::holds_alternative<std::string>(feature.values[column]);
    });
}

std::size_t id_column(const reader::RawFile &file, const std::vector<reader::RawFeature> &features,
                      const std::filesystem::path &path) {
    constexpr std::array known{"code", "xzqdm", "行政区代码", "行政区划代码", "区划代码",
                               "代码", "zone",  "id",         "编号"};
    const std::vector<std::string> &fields = file.fields();
    for (const char *name : known)
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (folded(fields[i]) == name)
                return i;
    std::vector<std::size_t> texts;
    for (std::size_t i = 0; i < fields.size(); ++i)
        if (is_text(features, i))
            texts.push_back(i);
    if (texts.size() == 1)
        return texts.front();
    throw NeedsParameter(Parameter::zone_id, ErrorKind::usage,
                         say("{}: no field can be recognised as the zone code. Name one of its fields: {}.",
                             path.string(), fmt::join(fields, ", ")));
}

} // namespace

tabulate::Zones zones_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                         const std::string &id_field) {
    reader::RawFile raw(file, options);
    std::vector<reader::RawFeature> features = all_of(raw);
    const std::size_t column =
        id_field.empty() ? id_column(raw, features, file) : position(raw, file, id_field);
    tabulate::Zones zones{raw.crs(), {}};
    for (reader::RawFeature &feature : features)
        zones.zones.push_back({catalogue::text_of(feature.values[column]), std::move(feature.wkb)});
    return zones;
}

} // namespace qitu::sources
