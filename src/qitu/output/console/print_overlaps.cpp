#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/console.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <ostream>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using indicators::OverlapRow;
using indicators::OverlapTable;

struct OverlapLine {
    const OverlapRow *row;
    std::array<double, 3> mu; // both, the first layer, the second layer; rounded
};

std::vector<OverlapLine> lines_of(const OverlapTable &overlaps, const Catalogue &catalogue) {
    std::vector<OverlapLine> lines;
    for (const format::OverlapPair &pair : format::rounded_for_display(overlaps, catalogue))
        for (std::size_t i = pair.first; i < pair.end; ++i) {
            OverlapLine &line = lines.emplace_back(OverlapLine{&overlaps.rows[i], {}});
            for (std::size_t k = 0; k < line.mu.size(); ++k)
                line.mu[k] = pair.mu[k].leaves[i - pair.first];
        }
    return lines;
}

Column<OverlapLine> layer_column(const char *key, std::string heading, std::string OverlapRow::*member,
                                 const Catalogue &catalogue) {
    return {key, std::move(heading), Align::left, [=](const OverlapLine &line) { return line.row->*member; },
            [=, &catalogue](const OverlapLine &line) {
                return format::layer_label(format::find_layer(catalogue, line.row->*member),
                                           line.row->*member);
            }};
}

Column<OverlapLine> area_column(const char *key, std::string heading, double OverlapRow::*member,
                                std::size_t at) {
    return {key, std::move(heading), Align::right, [=](const OverlapLine &line) { return line.row->*member; },
            [=](const OverlapLine &line) { return format::with_separators(line.mu[at], 2); }};
}

Column<OverlapLine> share_column(std::string heading, double OverlapRow::*whole) {
    return {"", std::move(heading), Align::right, {}, [=](const OverlapLine &line) {
                const double m2 = line.row->*whole;
                return format::percent_text(m2 > 0 ? 100 * line.row->m2 / m2 : 0);
            }};
}

Columns<OverlapLine> columns_of(const Catalogue &catalogue) {
    return {layer_column("a", say("layer A"), &OverlapRow::a, catalogue),
            layer_column("b", say("layer B"), &OverlapRow::b, catalogue),
            {"admin", say("code"), Align::left, [](const OverlapLine &line) { return line.row->admin; },
             [](const OverlapLine &line) { return line.row->admin; }},
            {"name", say("name"), Align::left, [](const OverlapLine &line) { return line.row->name; },
             [](const OverlapLine &line) { return line.row->name; }},
            area_column("m2", say("both (mu)"), &OverlapRow::m2, 0),
            area_column("a_m2", say("A (mu)"), &OverlapRow::a_m2, 1),
            area_column("b_m2", say("B (mu)"), &OverlapRow::b_m2, 2),
            share_column(say("% of A"), &OverlapRow::a_m2),
            share_column(say("% of B"), &OverlapRow::b_m2)};
}

void print_table(std::ostream &out, const Columns<OverlapLine> &columns,
                 const std::vector<OverlapLine> &lines, geodesy::Method method) {
    if (lines.empty()) {
        out << say("No two layers claim the same ground.") << '\n';
        return;
    }
    print(out, table_of(columns, lines));
    out << '\n'
        << say("All stages and years; every place once. Method {}.", format::method_label(method)) << '\n';
}

} // namespace

void print(std::ostream &out, const OverlapTable &overlaps, const Catalogue &catalogue, Format format) {
    const Columns<OverlapLine> columns = columns_of(catalogue);
    const std::vector<OverlapLine> lines = lines_of(overlaps, catalogue);
    switch (format) {
    case Format::table:
        return print_table(out, columns, lines, overlaps.method);
    case Format::csv:
        return write_csv(out, columns, lines);
    case Format::json:
        return write_json(out, {{"method", geodesy::method_name(overlaps.method)},
                                {"rows", json_of(columns, lines)},
                                {"conservation", {{"worst_relative", overlaps.worst_relative}}},
                                {"findings", json_of(overlaps.findings)}});
    }
}

} // namespace qitu::console
