#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sources/file_source.h>

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <numeric>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::sources {

namespace {

std::size_t column_of(const std::string &wanted, const std::vector<std::string> &fields) {
    return static_cast<std::size_t>(
        std::ranges::find(fields, folded(wanted), [](const std::string &field) { return folded(field); }) -
        fields.begin());
}

reader::OpenOptions only(reader::OpenOptions options, const std::vector<std::string> &fields,
                         const std::vector<std::string> &more) {
    options.fields = fields;
    for (const std::string &field : more)
        if (column_of(field, *options.fields) == options.fields->size())
            options.fields->push_back(field);
    return options;
}

std::vector<std::size_t> columns_of(const std::vector<std::string> &wanted,
                                    const std::vector<std::string> &fields) {
    std::vector<std::size_t> columns;
    for (const std::string &field : wanted)
        columns.push_back(column_of(field, fields));
    return columns;
}

std::vector<std::filesystem::path> files_by_pattern(const std::string &name) {
    std::error_code ignored;
    glob_t found{};
    std::vector<std::filesystem::path> files;
    if (name.find_first_of("*?[") != std::string::npos && !std::filesystem::exists(name, ignored) &&
        glob(name.c_str(), GLOB_NOSORT, nullptr, &found) == 0)
        files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    std::ranges::sort(files);
    return files.empty() ? std::vector<std::filesystem::path>{name} : files;
}

} // namespace

FileSource::FileSource(std::vector<std::filesystem::path> files, reader::OpenOptions options,
                       const std::vector<std::string> &group_fields,
                       const std::vector<std::string> &value_fields)
    : files_(std::move(files)), options_(only(std::move(options), group_fields, value_fields)),
      group_fields_(group_fields), file_(files_.front(), options_), crs_(file_.crs()) {
    for (const std::string &field : value_fields)
        value_fields_.push_back({field});
    find_columns();
}

void FileSource::find_columns() {
    group_columns_ = columns_of(group_fields_, file_.fields());
    value_columns_.clear();
    for (const ValueField &field : value_fields_)
        value_columns_.push_back(column_of(field.name, file_.fields()));
    has_last_ = false;
}

void FileSource::open(std::size_t at) {
    for (std::string &note : file_.notes())
        notes_.push_back(files_[at_].filename().string() + ": " + std::move(note));
    file_ = reader::RawFile(files_[at], options_);
    at_ = at;
    if (!file_.crs().same_as(crs_))
        throw Error(ErrorKind::usage,
                    say("{}: its coordinate system is {}, that of {} is {}. Files that are read as one have "
                        "the same.",
                        files_[at].string(), file_.crs().name(), files_.front().string(), crs_.name()));
    find_columns();
    before_ = greatest_id_ + 1;
    notes_.push_back(
        say("{}: {} is added to the numbers of its features.", files_[at].filename().string(), before_));
}

void FileSource::rewind() {
    if (files_.size() == 1)
        file_.rewind();
    else
        file_ = reader::RawFile(files_.front(), options_);
    at_ = 0;
    before_ = 0;
    greatest_id_ = -1;
    notes_.clear();
    for (ValueField &field : value_fields_)
        field = {field.name};
    find_columns();
}

std::vector<std::string> FileSource::notes() const {
    std::vector<std::string> notes = notes_;
    for (std::string &note : file_.notes())
        notes.push_back(files_.size() == 1 ? note : files_[at_].filename().string() + ": " + note);
    return notes;
}

std::optional<catalogue::GeometryType> FileSource::geometry() const {
    return files_.size() == 1 ? file_.geometry() : std::nullopt;
}

bool FileSource::next_feature() {
    while (!file_.next(feature_)) {
        if (at_ + 1 == files_.size())
            return false;
        open(at_ + 1);
    }
    feature_.id += before_;
    greatest_id_ = std::max(greatest_id_, feature_.id);
    return true;
}

bool FileSource::next(tabulate::Item &item) {
    if (!next_feature())
        return false;
    item.id = feature_.id;
    item.group = group_of(feature_.values);
    item.priority = 0;
    item.wkb.swap(feature_.wkb);
    item.central_meridian.reset();
    read_values(item);
    return true;
}

void FileSource::read_values(tabulate::Item &item) {
    item.values.resize(value_columns_.size());
    for (std::size_t i = 0; i < value_columns_.size(); ++i)
        item.values[i] = number_of(feature_.values[value_columns_[i]], value_fields_[i]);
}

double FileSource::number_of(const catalogue::Value &value, ValueField &field) const {
    double number = std::numeric_limits<double>::quiet_NaN();
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        number = static_cast<double>(*integer);
    else if (const auto *real = std::get_if<double>(&value))
        number = std::isfinite(*real) ? *real : number;
    else if (const auto *text = std::get_if<std::string>(&value);
             text != nullptr && !parse_number(*text, number) && !trimmed(*text).empty()) {
        if (field.not_numbers++ == 0)
            field.example = say("feature {}: {}", feature_.id, *text);
        return number;
    }
    field.missing += std::isnan(number) ? 1 : 0;
    return number;
}

// Neighbours in a file are mostly of one group.
std::uint32_t FileSource::group_of(const std::vector<catalogue::Value> &values) {
    const auto as_before = [&](std::size_t column) { return values[column] == last_values_[column]; };
    if (has_last_ && std::ranges::all_of(group_columns_, as_before))
        return last_group_;
    std::vector<std::string> texts;
    for (const std::size_t column : group_columns_)
        texts.push_back(catalogue::text_of(values[column]));
    const auto number = static_cast<std::uint32_t>(groups_.size());
    last_values_ = values;
    has_last_ = true;
    last_group_ = groups_.emplace(std::move(texts), number).first->second;
    return last_group_;
}

std::vector<std::vector<std::string>> FileSource::groups() const {
    std::vector<std::vector<std::string>> values(groups_.size());
    for (const auto &[group, number] : groups_)
        values[number] = group;
    return values;
}

std::vector<std::uint32_t> FileSource::group_ranks() const {
    std::vector<std::uint32_t> ranks(groups_.size());
    std::uint32_t next = 0;
    for (const auto &[group, number] : groups_)
        ranks[number] = next++;
    return ranks;
}

namespace {

template <typename Value>
void renumber(std::map<std::uint32_t, Value> &by_group, const std::vector<std::uint32_t> &rank) {
    std::map<std::uint32_t, Value> result;
    for (auto &[group, value] : by_group)
        result[rank[group]] = std::move(value);
    by_group = std::move(result);
}

} // namespace

std::vector<std::vector<std::string>> sort_groups(tabulate::Result &result,
                                                  std::vector<std::vector<std::string>> groups) {
    std::vector<std::uint32_t> order(groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(
        order, {}, [&](std::uint32_t group) -> const auto & { return groups[group]; });
    std::vector<std::uint32_t> rank(groups.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        rank[order[i]] = i;
    for (tabulate::Row &row : result.rows)
        row.group = rank[row.group];
    std::sort(result.rows.begin(), result.rows.end(), [](const tabulate::Row &a, const tabulate::Row &b) {
        return std::tie(a.zone, a.group) < std::tie(b.zone, b.group);
    });
    renumber(result.outside, rank);
    renumber(result.outside_percents, rank);
    renumber(result.outside_values, rank);
    std::ranges::sort(groups);
    return groups;
}

std::vector<std::filesystem::path> files_named(const std::vector<std::string> &names) {
    std::vector<std::filesystem::path> files;
    for (const std::string &name : names) {
        const std::vector<std::filesystem::path> found = files_by_pattern(name);
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
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
    if (const std::size_t column = column_of(field, fields); column < fields.size())
        return column;
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

namespace {

std::vector<std::size_t> name_columns(const reader::RawFile &file, std::size_t id) {
    constexpr std::array known{"name",   "xzqmc",    "行政区名称",   "名称", "mc",
                               "zldwmc", "项目名称", "project_name", "xmmc", "灌区名称"};
    for (const char *name : known)
        if (const std::size_t column = column_of(name, file.fields());
            column < file.fields().size() && column != id)
            return {column};
    return {};
}

std::vector<std::size_t> positions(const reader::RawFile &file, const std::filesystem::path &path,
                                   const std::vector<std::string> &fields) {
    std::vector<std::size_t> columns;
    for (const std::string &field : fields)
        columns.push_back(position(file, path, field));
    return columns;
}

// What the features of one zone have in one field, each value once.
using Values = std::vector<catalogue::Value>;

void add_value(Values &values, const catalogue::Value &value) {
    if (!std::holds_alternative<std::monostate>(value) && std::ranges::find(values, value) == values.end())
        values.push_back(value);
}

catalogue::Value joined(const Values &values) {
    if (values.size() < 2)
        return values.empty() ? catalogue::Value() : values.front();
    std::vector<std::string> texts;
    for (const catalogue::Value &value : values)
        texts.push_back(catalogue::text_of(value));
    return fmt::format("{}", fmt::join(texts, "; "));
}

} // namespace

ZoneTable zone_table(const std::filesystem::path &file, const reader::OpenOptions &options,
                     const std::string &id_field, const std::vector<std::string> &fields) {
    reader::RawFile raw(file, options);
    std::vector<reader::RawFeature> features = all_of(raw);
    const std::size_t id = id_field.empty() ? id_column(raw, features, file) : position(raw, file, id_field);
    const std::vector<std::size_t> columns =
        fields.empty() ? name_columns(raw, id) : positions(raw, file, fields);
    ZoneTable table{{raw.crs(), {}}, {}, {}};
    for (const std::size_t column : columns)
        table.fields.push_back(raw.fields()[column]);
    std::map<std::string, std::vector<Values>> found;
    for (reader::RawFeature &feature : features) {
        const std::string code = catalogue::text_of(feature.values[id]);
        std::vector<Values> &values = found[code];
        values.resize(columns.size());
        for (std::size_t i = 0; i < columns.size(); ++i)
            add_value(values[i], feature.values[columns[i]]);
        table.zones.zones.push_back({code, std::move(feature.wkb)});
    }
    for (const auto &[code, values] : found)
        for (const Values &of_field : values)
            table.values[code].push_back(joined(of_field));
    return table;
}

tabulate::Zones zones_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                         const std::string &id_field) {
    return zone_table(file, options, id_field).zones;
}

} // namespace qitu::sources
