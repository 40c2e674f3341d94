#include "comparison_listing.h"
#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/numbers.h>

#include <algorithm>
#include <cstdint>
#include <ostream>

namespace qitu::console {

namespace {

using layer_comparison::Change;
using layer_comparison::Comparison;
using layer_comparison::Edition;
using layer_comparison::Total;

/// An edition pair with its changes, as all that prints it takes it.
struct ComparedEditions {
    const Edition &a;
    const Edition &b;
    const Comparison &comparison;
};

std::string changed_code(const ComparedEditions &all, const Change &change) {
    for (const std::uint32_t i : change.a)
        if (!all.a.features[i].code.empty())
            return all.a.features[i].code;
    for (const std::uint32_t i : change.b)
        if (!all.b.features[i].code.empty())
            return all.b.features[i].code;
    return {};
}

std::string feature_ids(const Edition &edition, const std::vector<std::uint32_t> &features) {
    std::string ids;
    for (const std::uint32_t i : features) {
        if (!ids.empty())
            ids += ' ';
        ids += std::to_string(edition.features[i].id);
    }
    return ids;
}

std::string changed_values(const Comparison &comparison, const Change &change, bool for_people) {
    std::string text;
    for (const layer_comparison::ValueChange &value : change.values)
        text += fmt::format("{}{}: {} → {}", text.empty() ? "" : "; ",
                            for_people ? comparison.field_names[value.field].in(language_in_use())
                                       : comparison.fields[value.field],
                            value.a, value.b);
    return text;
}

std::string changed_mu(double m2) {
    return format::with_separators(m2 / square_metres_per_mu, 2);
}

Columns<Change> change_columns(const ComparedEditions &all) {
    const auto m2 = [](const char *key, std::string heading, double Change::*member) {
        return Column<Change>{key, std::move(heading), Align::right,
                              [=](const Change &change) { return change.*member; },
                              [=](const Change &change) { return changed_mu(change.*member); }};
    };
    const auto ids = [](const char *key, std::string heading, const Edition &edition,
                        std::vector<std::uint32_t> Change::*member) {
        return Column<Change>{
            key, std::move(heading), Align::left,
            [&edition, member](const Change &change) { return feature_ids(edition, change.*member); },
            [&edition, member](const Change &change) { return feature_ids(edition, change.*member); }};
    };
    return {{"change", say("change"), Align::left,
             [](const Change &change) { return std::string(layer_comparison::kind_name(change.kind)); },
             [](const Change &change) { return change_word(change.kind); }},
            {"code", say("code"), Align::left,
             [all](const Change &change) { return changed_code(all, change); },
             [all](const Change &change) { return changed_code(all, change); }},
            ids("a", say("features of A"), all.a, &Change::a),
            ids("b", say("features of B"), all.b, &Change::b),
            m2("a_m2", say("A (mu)"), &Change::a_m2),
            m2("b_m2", say("B (mu)"), &Change::b_m2),
            m2("common_m2", say("both (mu)"), &Change::common_m2),
            {"values", say("changed values"), Align::left,
             [all](const Change &change) { return changed_values(all.comparison, change, false); },
             [all](const Change &change) { return changed_values(all.comparison, change, true); }}};
}

// Rounded so that the kinds add up to their edition.
std::vector<double> total_mu(const Comparison &comparison, double Total::*member, double whole_m2) {
    std::vector<double> parts;
    for (const Total &total : comparison.totals)
        parts.push_back(total.*member / square_metres_per_mu);
    return format::rounded_parts(parts, format::rounded(whole_m2 / square_metres_per_mu, 2), 2);
}

Table totals_table(const ComparedEditions &all) {
    const Comparison &comparison = all.comparison;
    const std::vector<double> a = total_mu(comparison, &Total::a_m2, comparison.a_m2);
    const std::vector<double> b = total_mu(comparison, &Total::b_m2, comparison.b_m2);
    Table table{{say("change"), say("changes"), say("features of A"), say("features of B"), say("A (mu)"),
                 say("B (mu)"), say("both (mu)")},
                {false, true, true, true, true, true, true},
                {}};
    Total whole;
    for (std::size_t i = 0; i < layer_comparison::kinds; ++i) {
        const Total &total = comparison.totals[i];
        whole.changes += total.changes;
        whole.common_m2 += total.common_m2;
        if (total.changes == 0)
            continue;
        table.cells.push_back({change_word(static_cast<layer_comparison::Kind>(i)),
                               std::to_string(total.changes), std::to_string(total.a_features),
                               std::to_string(total.b_features), format::with_separators(a[i], 2),
                               format::with_separators(b[i], 2), changed_mu(total.common_m2)});
    }
    table.cells.push_back({say("total"), std::to_string(whole.changes), std::to_string(all.a.features.size()),
                           std::to_string(all.b.features.size()), changed_mu(comparison.a_m2),
                           changed_mu(comparison.b_m2), changed_mu(whole.common_m2)});
    return table;
}

void print_tables(std::ostream &out, const ComparedEditions &all) {
    out << say("A: {}. B: {}.", all.a.name, all.b.name) << '\n';
    print(out, totals_table(all));
    std::vector<Change> changes;
    std::copy_if(all.comparison.changes.begin(), all.comparison.changes.end(), std::back_inserter(changes),
                 [](const Change &change) { return change.kind != layer_comparison::Kind::unchanged; });
    if (changes.empty()) {
        out << '\n' << say("Both are the same.") << '\n';
        return;
    }
    out << '\n';
    print(out, table_of(change_columns(all), changes));
}

Json total_json(std::string_view kind, const Total &total) {
    return {{"change", kind},
            {"changes", total.changes},
            {"a_features", total.a_features},
            {"b_features", total.b_features},
            {"a_m2", total.a_m2},
            {"b_m2", total.b_m2},
            {"common_m2", total.common_m2}};
}

Json change_json(const ComparedEditions &all, const Change &change) {
    Json a = Json::array(), b = Json::array(), values = Json::array();
    for (const std::uint32_t i : change.a)
        a.push_back(all.a.features[i].id);
    for (const std::uint32_t i : change.b)
        b.push_back(all.b.features[i].id);
    for (const layer_comparison::ValueChange &value : change.values)
        values.push_back({{"field", all.comparison.fields[value.field]}, {"a", value.a}, {"b", value.b}});
    return {{"change", layer_comparison::kind_name(change.kind)},
            {"code", changed_code(all, change)},
            {"a", a},
            {"b", b},
            {"a_m2", change.a_m2},
            {"b_m2", change.b_m2},
            {"common_m2", change.common_m2},
            {"values", values}};
}

// Change by change: all at once they would take far more memory than what is compared.
void print_comparison_json(std::ostream &out, const ComparedEditions &all) {
    const auto text = [](const Json &json) {
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    const auto edition = [](const Edition &its, double m2) {
        return Json{{"name", its.name},
                    {"features", its.features.size()},
                    {"m2", m2},
                    {"repaired", its.repaired},
                    {"unusable", its.unusable}};
    };
    const Comparison &comparison = all.comparison;
    Json totals = Json::array();
    for (std::size_t i = 0; i < layer_comparison::kinds; ++i)
        totals.push_back(total_json(layer_comparison::kind_name(static_cast<layer_comparison::Kind>(i)),
                                    comparison.totals[i]));
    out << "{\n \"a\": " << text(edition(all.a, comparison.a_m2))
        << ",\n \"b\": " << text(edition(all.b, comparison.b_m2)) << ",\n \"totals\": " << text(totals)
        << ",\n \"changes\": [";
    for (std::size_t i = 0; i < comparison.changes.size(); ++i)
        out << (i == 0 ? "\n  " : ",\n  ") << text(change_json(all, comparison.changes[i]));
    out << "\n ],\n \"conservation\": " << text({{"worst_relative", comparison.worst_relative}}) << "\n}\n";
}

} // namespace

std::string change_word(layer_comparison::Kind kind) {
    using layer_comparison::Kind;
    switch (kind) {
    case Kind::unchanged:
        return say("unchanged");
    case Kind::changed:
        return say("other values");
    case Kind::redrawn:
        return say("redrawn");
    case Kind::moved:
        return say("relocated");
    case Kind::split:
        return say("split");
    case Kind::merged:
        return say("merged");
    case Kind::rearranged:
        return say("rearranged");
    case Kind::removed:
        return say("removed");
    case Kind::added:
        return say("added");
    }
    return {};
}

void print(std::ostream &out, const Edition &a, const Edition &b, const Comparison &comparison,
           Format format) {
    const ComparedEditions all{a, b, comparison};
    switch (format) {
    case Format::table:
        return print_tables(out, all);
    case Format::csv:
        return write_csv(out, change_columns(all), comparison.changes);
    case Format::json:
        return print_comparison_json(out, all);
    }
}

} // namespace qitu::console
