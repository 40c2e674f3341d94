#include "tabulate_lines.h"

#include "listing.h"

#include <nlohmann/json.hpp>

#include <variant>

namespace qitu::console {

namespace {

template <typename Value>
Value found_or_none(const std::map<std::uint32_t, Value> &by_group, std::uint32_t group) {
    const auto found = by_group.find(group);
    return found == by_group.end() ? Value() : found->second;
}

const std::vector<catalogue::Value> *values_of(const TabulateView &view, const std::string &zone) {
    const auto found = view.zone_values.find(zone);
    return zone.empty() || found == view.zone_values.end() ? nullptr : &found->second;
}

} // namespace

std::vector<TabulateLine> tabulate_lines(const tabulate::Result &result) {
    std::vector<TabulateLine> lines;
    for (const tabulate::Row &row : result.rows)
        lines.push_back({row.zone, row.group, row.figures, row.percents, row.values});
    for (const auto &[group, figures] : result.outside)
        if (figures.features > 0)
            lines.push_back({"", group, figures, found_or_none(result.outside_percents, group),
                             found_or_none(result.outside_values, group)});
    return lines;
}

std::vector<std::string> zone_texts(const TabulateView &view, const std::string &zone) {
    std::vector<std::string> texts(view.zone_fields.size());
    if (const auto *values = values_of(view, zone))
        for (std::size_t i = 0; i < texts.size(); ++i)
            texts[i] = catalogue::text_of(values->at(i));
    return texts;
}

Json zone_fields(const TabulateView &view, const std::string &zone) {
    Json fields = Json::object();
    if (const auto *values = values_of(view, zone))
        for (std::size_t i = 0; i < view.zone_fields.size(); ++i)
            fields[view.zone_fields[i]] =
                json_of(std::visit([](const auto &of) { return Value(of); }, values->at(i)));
    return fields;
}

std::vector<std::string> zone_headers(const TabulateView &view) {
    std::vector<std::string> headers;
    for (const std::string &field : view.zone_fields)
        headers.push_back(zone_header(field, view.group_fields));
    return headers;
}

} // namespace qitu::console
