#include "matching.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::layer_comparison {

namespace {

constexpr std::array<std::string_view, kinds> kind_names{
    "unchanged", "changed", "redrawn", "moved", "split", "merged", "rearranged", "removed", "added"};

// What programs write into columns of their own; it says nothing of the feature.
constexpr std::array<std::string_view, 8> not_compared{
    "fid", "objectid", "shape_area", "shape_length", "shape_leng", "shape__area", "shape__len", "ogc_fid"};

/// A column that both editions have.
struct Column {
    std::size_t in_a, in_b;
};

std::vector<Column> common_columns(const Edition &a, const Edition &b, Comparison &comparison) {
    std::vector<Column> columns;
    for (std::size_t i = 0; i < a.fields.size(); ++i) {
        const std::string name = folded(a.fields[i]);
        if (std::find(not_compared.begin(), not_compared.end(), name) != not_compared.end())
            continue;
        for (std::size_t k = 0; k < b.fields.size(); ++k)
            if (folded(b.fields[k]) == name) {
                columns.push_back({i, k});
                comparison.fields.push_back(a.fields[i]);
                comparison.field_names.push_back(a.field_names[i]);
                break;
            }
    }
    return columns;
}

// "12.50" and "12.5" are one number.
bool same_value(const std::string &a, const std::string &b) {
    if (a == b)
        return true;
    const auto one = plain_number(a);
    const auto other = plain_number(b);
    return one && other && *one == *other;
}

std::vector<ValueChange> value_changes(const ComparedFeature &a, const ComparedFeature &b,
                                       const std::vector<Column> &columns) {
    std::vector<ValueChange> changes;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string &before = a.values[columns[i].in_a];
        const std::string &after = b.values[columns[i].in_b];
        if (!same_value(before, after))
            changes.push_back({static_cast<std::uint32_t>(i), before, after});
    }
    return changes;
}

double sum_of(const Edition &edition, const std::vector<std::uint32_t> &features) {
    ExactSum sum;
    for (const std::uint32_t i : features)
        sum += edition.features[i].m2;
    return sum.value();
}

Kind kind_of(const Group &group, const Change &change, const Settings &settings) {
    if (group.a.empty())
        return Kind::added;
    if (group.b.empty())
        return Kind::removed;
    if (group.a.size() > 1 && group.b.size() > 1)
        return Kind::rearranged;
    if (group.a.size() > 1)
        return Kind::merged;
    if (group.b.size() > 1)
        return Kind::split;
    const double differs = change.a_m2 + change.b_m2 - 2 * change.common_m2;
    if (group.same_geometry || differs <= settings.tolerance_m2)
        return change.values.empty() ? Kind::unchanged : Kind::changed;
    return change.common_m2 < settings.share * std::min(change.a_m2, change.b_m2) ? Kind::moved
                                                                                  : Kind::redrawn;
}

Change change_of(const Group &group, const Edition &a, const Edition &b, const std::vector<Column> &columns,
                 const Settings &settings) {
    Change change;
    change.a = group.a;
    change.b = group.b;
    change.a_m2 = sum_of(a, group.a);
    change.b_m2 = sum_of(b, group.b);
    change.common_m2 = std::min({group.common_m2, change.a_m2, change.b_m2});
    if (group.a.size() == 1 && group.b.size() == 1)
        change.values = value_changes(a.features[group.a[0]], b.features[group.b[0]], columns);
    change.kind = kind_of(group, change, settings);
    return change;
}

struct Sums {
    std::uint64_t changes = 0, a_features = 0, b_features = 0;
    ExactSum a, b, common;
};

double deviation(double sum, double whole) {
    return whole > 0 ? std::abs(sum - whole) / whole : std::abs(sum);
}

// Each side is added up twice: feature by feature, and over what became of them.
void add_up(Comparison &comparison, const Edition &a, const Edition &b) {
    std::array<Sums, kinds> sums;
    Sums all;
    for (const Change &change : comparison.changes)
        for (Sums *sum : {&sums[static_cast<std::size_t>(change.kind)], &all}) {
            ++sum->changes;
            sum->a_features += change.a.size();
            sum->b_features += change.b.size();
            sum->a += change.a_m2;
            sum->b += change.b_m2;
            sum->common += change.common_m2;
        }
    for (std::size_t i = 0; i < kinds; ++i)
        comparison.totals[i] = {sums[i].changes,   sums[i].a_features, sums[i].b_features,
                                sums[i].a.value(), sums[i].b.value(),  sums[i].common.value()};
    ExactSum whole_a, whole_b;
    for (const ComparedFeature &feature : a.features)
        whole_a += feature.m2;
    for (const ComparedFeature &feature : b.features)
        whole_b += feature.m2;
    comparison.a_m2 = whole_a.value();
    comparison.b_m2 = whole_b.value();
    comparison.worst_relative =
        std::max(deviation(all.a.value(), comparison.a_m2), deviation(all.b.value(), comparison.b_m2));
}

} // namespace

std::string_view kind_name(Kind kind) {
    return kind_names.at(static_cast<std::size_t>(kind));
}

Comparison compare(const Edition &a, const Edition &b, const Settings &settings) {
    if (!(settings.share > 0 && settings.share <= 1))
        throw Error(ErrorKind::usage,
                    say("The share must be above 0 and at most 1, not {}.", settings.share));
    Comparison comparison;
    const std::vector<Column> columns = common_columns(a, b, comparison);
    for (const Group &group : match(a, b, settings))
        comparison.changes.push_back(change_of(group, a, b, columns, settings));
    std::stable_sort(comparison.changes.begin(), comparison.changes.end(),
                     [](const Change &one, const Change &other) { return one.kind < other.kind; });
    add_up(comparison, a, b);
    return comparison;
}

} // namespace qitu::layer_comparison
