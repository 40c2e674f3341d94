// The ledger of projects, and the parcels of a banner.
#include "document.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using project_figures::LedgerLine;
using project_figures::Parcel;

constexpr int ledger_mu_places = 2;
constexpr int ledger_km_places = 3;

Value measured(double value, int places) {
    return value > 0 ? Value(Number{value, format::rounded(value, places), places}) : Value();
}

Value measured(const std::optional<double> &value, int places) {
    return value ? measured(*value, places) : Value();
}

struct DateColumn {
    std::string field;
    std::string name;
};

// The date fields that any of the lines has, in the order of the layers' fields.
template <typename Lines>
std::vector<DateColumn> dates_of(const Lines &lines, const catalogue::Catalogue &catalogue) {
    std::set<std::string> used;
    for (const auto &line : lines)
        for (const auto &[field, days] : line.dates)
            used.insert(field);
    std::vector<DateColumn> columns;
    for (const catalogue::Layer &layer : catalogue.layers())
        for (const catalogue::Field &field : layer.fields)
            if (used.erase(field.id) > 0)
                columns.push_back({field.id, field.names.in(language_in_use())});
    return columns;
}

std::string stages_text(const std::set<std::string> &stages, const catalogue::Layer *layer) {
    std::vector<std::string> names;
    for (const std::string &stage : stages)
        names.push_back(
            format::code_label(layer == nullptr ? nullptr : layer->field(catalogue::field_id::stage), stage));
    return fmt::format("{}", fmt::join(names, say(", ")));
}

std::string days_text(const std::pair<std::string, std::string> &days) {
    return days.first == days.second ? days.first : fmt::format("{} – {}", days.first, days.second);
}

void add_date_columns(Grid &grid, const std::vector<DateColumn> &dates) {
    for (const DateColumn &date : dates)
        grid.columns.push_back({date.field,
                                date.name,
                                say("The first and the last of the features."),
                                Kind::text,
                                false,
                                {},
                                ""});
}

void add_area_columns(Grid &grid) {
    const std::size_t declared = grid.columns.size();
    grid.columns.push_back({"declared_mu", say("Approved area (mu)"),
                            say("What the features declare, or the project as a whole."), Kind::number});
    grid.columns.push_back({"mapped_mu", say("Mapped area (mu)"),
                            say("Net area of what was drawn; a place counts once."), Kind::number});
    grid.columns.push_back({"difference_mu", say("Difference (mu)"), say("Mapped less approved."),
                            Kind::number, false, Derived{Derived::How::less, {declared + 1, declared}}});
    grid.columns.push_back(
        {"length_km", say("Length (km)"), say("Ellipsoidal length inside the unit."), Kind::number});
}

// Approved, mapped, their difference of the printed figures, and the length.
void add_areas(Row &row, const std::optional<double> &declared_mu, double net_m2, double length_m) {
    const Value declared = measured(declared_mu, ledger_mu_places);
    const Value mapped = measured(net_m2 / square_metres_per_mu, ledger_mu_places);
    row.cells.push_back(declared);
    row.cells.push_back(mapped);
    const auto *of = std::get_if<Number>(&declared);
    const auto *drawn = std::get_if<Number>(&mapped);
    row.cells.push_back(of == nullptr || drawn == nullptr
                            ? Value()
                            : Value(Number{drawn->exact - of->exact,
                                           format::rounded(drawn->printed - of->printed, ledger_mu_places),
                                           ledger_mu_places}));
    row.cells.push_back(measured(length_m / 1000, ledger_km_places));
}

Row ledger_row(const LedgerLine &line, const std::vector<DateColumn> &dates,
               const catalogue::Catalogue &catalogue) {
    const catalogue::Layer *layer = format::find_layer(catalogue, line.layer);
    Row row{Level::plain,
            line.admin,
            {line.project, line.name, format::layer_label(layer, line.layer),
             format::admin_label(catalogue, line.admin), fmt::format("{}", fmt::join(line.townships, "、")),
             stages_text(line.stages, layer), measured(static_cast<double>(line.features), 0)}};
    for (const DateColumn &date : dates) {
        const auto found = line.dates.find(date.field);
        row.cells.push_back(found == line.dates.end() ? Value() : Value(days_text(found->second)));
    }
    add_areas(row, line.declared_mu, line.net_m2, line.length_m);
    row.cells.push_back(measured(line.investment, 2));
    return row;
}

Row parcel_row(const Parcel &parcel, const std::vector<DateColumn> &dates,
               const catalogue::Catalogue &catalogue) {
    const catalogue::Layer *layer = format::find_layer(catalogue, parcel.layer);
    const auto label = [&](const char *field, const std::string &code) {
        return code.empty() ? code
                            : format::code_label(layer == nullptr ? nullptr : layer->field(field), code);
    };
    Row row{Level::plain,
            parcel.admin,
            {format::layer_label(layer, parcel.layer), fmt::format("{}", parcel.feature), parcel.project,
             parcel.name, parcel.parcel, parcel.township, parcel.year,
             label(catalogue::field_id::stage, parcel.stage)}};
    for (const DateColumn &date : dates) {
        const auto found = parcel.dates.find(date.field);
        row.cells.push_back(found == parcel.dates.end() ? Value() : Value(found->second));
    }
    const std::optional<double> declared =
        parcel.declared_m2 ? std::optional(*parcel.declared_m2 * parcel.share / square_metres_per_mu)
                           : std::nullopt;
    add_areas(row, declared, parcel.net_m2, parcel.length_m);
    return row;
}

Column word_column(const char *id, const std::string &head, const std::string &meaning,
                   Kind kind = Kind::text) {
    return {id, head, meaning, kind, false, {}, ""};
}

} // namespace

Grid ledger_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"ledger",
              say("Project ledger"),
              say("{}: project ledger", figures.of_name),
              say("as in the head"),
              {},
              {}};
    std::vector<LedgerLine> lines;
    std::copy_if(figures.ledger.lines.begin(), figures.ledger.lines.end(), std::back_inserter(lines),
                 [&](const LedgerLine &line) {
                     return figures.level != indicators::Level::region &&
                            shows(figures, line.admin, catalogue);
                 });
    if (lines.empty())
        return grid;
    grid.note = say("A project in several banners is divided among them as its area is.");
    const std::vector<DateColumn> dates = dates_of(lines, catalogue);
    grid.columns = {word_column("project", say("Project code"), say("As delivered.")),
                    word_column("name", say("Project name"), say("As delivered.")),
                    word_column("layer", say("Layer"), say("In which the features are."), Kind::wrapped),
                    word_column("banner", say("Banner"), say("In which the part lies.")),
                    word_column("township", say("Township"), say("As delivered.")),
                    word_column("stage", say("Stage"), say("Of its features.")),
                    {"features", say("Features"), say("Features with a part in the banner."), Kind::number}};
    add_date_columns(grid, dates);
    add_area_columns(grid);
    grid.columns.push_back({"investment", say("Investment (10,000 yuan)"),
                            say("Of the project; none where its features contradict each other."),
                            Kind::number});
    for (const LedgerLine &line : lines)
        grid.rows.push_back(ledger_row(line, dates, catalogue));
    return grid;
}

Grid parcels_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"parcels", say("Parcels"), say("{}: parcels", figures.of_name), say("as in the head"), {}, {}};
    if (figures.level != indicators::Level::banner)
        return grid;
    const auto [first, last] = figures.ledger.parcels_in(figures.of);
    const auto begin = figures.ledger.parcels.begin();
    const std::vector<Parcel> parcels(begin + static_cast<std::ptrdiff_t>(first),
                                      begin + static_cast<std::ptrdiff_t>(last));
    if (parcels.empty())
        return grid;
    const std::vector<DateColumn> dates = dates_of(parcels, catalogue);
    grid.columns = {word_column("layer", say("Layer"), say("In which the features are.")),
                    word_column("feature", say("Feature"), say("Its number in the layer.")),
                    word_column("project", say("Project code"), say("As delivered.")),
                    word_column("name", say("Project name"), say("As delivered.")),
                    word_column("parcel", say("Parcel number"), say("As delivered.")),
                    word_column("township", say("Township"), say("As delivered.")),
                    word_column("year", say("Year"), say("As delivered.")),
                    word_column("stage", say("Stage"), say("Of the features in the line."))};
    add_date_columns(grid, dates);
    add_area_columns(grid);
    for (const Parcel &parcel : parcels)
        grid.rows.push_back(parcel_row(parcel, dates, catalogue));
    return grid;
}

} // namespace qitu::report
