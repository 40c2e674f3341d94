#include "fields/mapping.h"

#include "fields/unit_in_name.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace qitu::reader {

namespace {

using catalogue::Field;
using catalogue::Layer;
using Column = Source::Column;

/// Every name under which a field may come, the most certain first.
std::vector<std::string> names_of(const Field &field) {
    std::vector<std::string> names;
    const auto add = [&](const std::string &name) {
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    };
    for (const std::string &name : {field.id, field.names.zh, field.names.en})
        add(name);
    for (const std::string &alias : field.aliases)
        add(alias);
    return names;
}

std::vector<std::string> names_of(const std::vector<Column> &columns) {
    std::vector<std::string> names;
    for (const Column &column : columns)
        names.push_back(column.name);
    return names;
}

std::string or_meant(const std::string &word, const std::vector<std::string> &known) {
    const std::string near = nearest(word, known);
    return near.empty() ? std::string() : say(" Did you mean \"{}\"?", near);
}

class Mapper {
  public:
    Mapper(const CagedSource &source, const Layer &layer)
        : source_(source), layer_(layer), of_field_(layer.fields.size(), none), fixed_(layer.fields.size()),
          used_(source.columns().size()) {}

    void by_hand(const std::map<std::string, std::string> &given);
    void leave_out(const std::map<std::string, std::string> &set);
    void by_names();
    void by_names_without_unit();
    void by_cut_names();
    [[nodiscard]] Mapping result() const;

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    void pair(std::size_t field, std::size_t column) {
        of_field_[field] = column;
        used_[column] = true;
    }
    template <typename Fits>
    [[nodiscard]] std::size_t first_free(const Fits &fits) const {
        for (std::size_t i = 0; i < columns().size(); ++i)
            if (!used_[i] && fits(columns()[i]))
                return i;
        return none;
    }
    [[nodiscard]] const std::vector<Column> &columns() const { return source_.columns(); }
    [[nodiscard]] std::size_t column_named(const std::string &field, const std::string &name) const;
    [[nodiscard]] bool cut_from(const Column &column, const std::string &name) const;
    [[nodiscard]] bool open(std::size_t field) const { return of_field_[field] == none && !fixed_[field]; }
    void take_first_of(std::size_t field, const std::vector<std::string> &names);
    void refuse_missing() const;
    [[nodiscard]] std::string what_there_is() const;

    const CagedSource &source_;
    const Layer &layer_;
    std::vector<std::size_t> of_field_; // field → column
    std::vector<bool> fixed_;           // fields that need no column
    std::vector<bool> used_;            // by column
};

std::size_t Mapper::column_named(const std::string &field, const std::string &name) const {
    const std::string wanted = folded(name);
    for (std::size_t i = 0; i < columns().size(); ++i)
        if (folded(columns()[i].name) == wanted)
            return i;
    const std::vector<std::string> known = names_of(columns());
    throw Error(ErrorKind::usage,
                say("field {}: there is no source field \"{}\" in {}. Its fields: {}.{}", field, name,
                    source_.file().string(), fmt::join(known, ", "), or_meant(name, known)));
}

void Mapper::by_hand(const std::map<std::string, std::string> &given) {
    for (const auto &[field, column] : given)
        pair(field_named(layer_, field), column_named(field, column));
}

void Mapper::leave_out(const std::map<std::string, std::string> &set) {
    for (const auto &[name, value] : set) {
        const std::size_t field = field_named(layer_, name);
        if (of_field_[field] != none)
            throw Error(
                ErrorKind::usage,
                say("field {}: both a value and a source field are given. Give only one of them.", name));
        fixed_[field] = true;
    }
}

void Mapper::take_first_of(std::size_t field, const std::vector<std::string> &names) {
    for (const std::string &name : names) {
        const std::string wanted = folded(name);
        const std::size_t column = first_free([&](const Column &c) { return folded(c.name) == wanted; });
        if (column != none)
            return pair(field, column);
    }
}

/// Ids of all fields go before names of any, and names before aliases.
void Mapper::by_names() {
    const auto with = [this](const auto &names) {
        for (std::size_t i = 0; i < of_field_.size(); ++i)
            if (open(i))
                take_first_of(i, names(layer_.fields[i]));
    };
    with([](const Field &field) { return std::vector<std::string>{field.id}; });
    with([](const Field &field) { return std::vector<std::string>{field.names.zh, field.names.en}; });
    with([](const Field &field) { return field.aliases; });
}

void Mapper::by_names_without_unit() {
    for (std::size_t i = 0; i < of_field_.size(); ++i) {
        const std::optional<Unit> unit = measure_unit(layer_.fields[i].unit);
        if (!open(i) || !unit)
            continue;
        for (const std::string &name : names_of(layer_.fields[i])) {
            const std::size_t column = first_free([&, wanted = folded(name)](const Column &c) {
                const std::optional<UnitInName> found = unit_in_name(c.name);
                return found && found->stem == wanted && convertible(found->unit, *unit);
            });
            if (column != none) {
                pair(i, column);
                break;
            }
        }
    }
}

/// A dBASE name has ten bytes. What was longer lost its end, perhaps in the middle of a character, which the
/// decoder left away: so 8 to 10 bytes in which a name begins.
bool Mapper::cut_from(const Column &column, const std::string &name) const {
    const std::size_t limit = source_.name_limit();
    if (limit == 0 || column.raw.size() + 2 < limit)
        return false;
    const std::string begin = folded(column.name);
    const std::string whole = folded(name);
    return whole.size() > begin.size() && whole.starts_with(begin) &&
           source_.decoder().encode(name).size() > limit;
}

/// Only where one field alone can be meant.
void Mapper::by_cut_names() {
    for (std::size_t c = 0; c < columns().size(); ++c) {
        std::vector<std::size_t> candidates;
        for (std::size_t i = 0; i < of_field_.size() && !used_[c]; ++i) {
            const std::vector<std::string> names = names_of(layer_.fields[i]);
            if (open(i) && std::any_of(names.begin(), names.end(),
                                       [&](const std::string &name) { return cut_from(columns()[c], name); }))
                candidates.push_back(i);
        }
        if (candidates.size() == 1)
            pair(candidates.front(), c);
    }
}

std::string Mapper::what_there_is() const {
    const bool shapefile = source_.name_limit() > 0;
    if (columns().empty())
        return shapefile ? say("no fields, because there is no .dbf beside it") : say("no fields");
    return fmt::format("{}", fmt::join(names_of(columns()), ", "));
}

void Mapper::refuse_missing() const {
    std::string missing;
    std::string example;
    for (std::size_t i = 0; i < of_field_.size(); ++i) {
        const Field &field = layer_.fields[i];
        if (!field.required || !open(i))
            continue;
        missing += say("{}{} (looked for: {})", missing.empty() ? "" : "; ", field.id,
                       fmt::join(names_of(field), ", "));
        if (example.empty())
            example = field.id;
    }
    if (missing.empty())
        return;
    throw NeedsParameter(Parameter::map_or_set, ErrorKind::refused,
                         say("{}: layer {} needs fields that the file does not have: {}. The file has: {}. "
                             "Name the source field of {}, or give one value of {} for all features.",
                             source_.file().string(), layer_.id, missing, what_there_is(), example, example));
}

Mapped mapped(std::size_t index, const Field &field, const Column &column) {
    Mapped result{index, column, 1, {}};
    const std::optional<Unit> wanted = measure_unit(field.unit);
    const std::optional<UnitInName> named = unit_in_name(column.name);
    if (wanted && named && field.type == catalogue::FieldType::real && *wanted != named->unit &&
        convertible(*wanted, named->unit)) {
        const bool chinese = language_in_use() == Language::zh;
        result.factor = unit_size(named->unit) / unit_size(*wanted);
        result.conversion =
            fmt::format("{} → {}", unit_name(named->unit, chinese), unit_name(*wanted, chinese));
    }
    return result;
}

Mapping Mapper::result() const {
    refuse_missing();
    Mapping mapping;
    for (std::size_t i = 0; i < of_field_.size(); ++i)
        if (of_field_[i] != none)
            mapping.fields.push_back(mapped(i, layer_.fields[i], columns()[of_field_[i]]));
    for (std::size_t c = 0; c < columns().size(); ++c)
        if (!used_[c])
            mapping.unmapped.push_back(columns()[c].name);
    return mapping;
}

} // namespace

std::size_t field_named(const Layer &layer, const std::string &name) {
    const std::string wanted = folded(name);
    std::vector<std::string> known;
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const Field &field = layer.fields[i];
        if (wanted == folded(field.id) || wanted == folded(field.names.zh) ||
            wanted == folded(field.names.en))
            return i;
        known.push_back(field.id);
    }
    throw Error(ErrorKind::usage, say("field {}: layer {} has no field of this name. Its fields: {}.{}", name,
                                      layer.id, fmt::join(known, ", "), or_meant(name, known)));
}

Mapping map_fields(const CagedSource &source, const Layer &layer, const OpenOptions &options) {
    Mapper mapper(source, layer);
    mapper.by_hand(options.map);
    mapper.leave_out(options.set);
    mapper.by_names();
    mapper.by_names_without_unit();
    mapper.by_cut_names();
    return mapper.result();
}

} // namespace qitu::reader
