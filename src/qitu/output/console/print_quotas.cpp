#include "listing.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/console.h>
#include <qitu/output/format/labels.h>

#include <fmt/format.h>

#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using quotas::QuotaFault;
using workspace::Quota;
using workspace::QuotaVersion;

std::string year_label(int year) {
    return year == 0 ? "" : fmt::format("{}", year);
}

Value year_value(int year) {
    return year == 0 ? Value() : Value(std::int64_t{year});
}

std::string unit_as_read(const std::string &unit) {
    try {
        return std::string(unit_name(unit_from(unit), language_in_use() == Language::zh));
    } catch (const Error &) {
        return unit;
    }
}

std::string admin_name(const Catalogue &catalogue, const std::string &admin) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(admin);
    return unit == nullptr ? "" : unit->names.in(language_in_use());
}

std::string source_text(const Quota &quota) {
    std::vector<std::string> source;
    for (const std::string &part : {quota.source, quota.clause, quota.letter})
        if (!part.empty())
            source.push_back(part);
    return fmt::format("{}", fmt::join(source, " "));
}

/// A column of text that people and programs read alike.
Column<QuotaVersion> text_column(const char *key, std::string heading, std::string Quota::*member) {
    const auto text = [=](const QuotaVersion &version) { return version.quota.*member; };
    return {key, std::move(heading), Align::left, text, text};
}

std::string indicator_as_read(const Catalogue &catalogue, const std::string &id) {
    return language_in_use() == Language::zh
               ? format::indicator_label(format::find_indicator(catalogue, id), id)
               : id;
}

std::string rule_as_read(const std::string &rule) {
    if (language_in_use() != Language::zh)
        return rule;
    const std::map<std::string_view, std::string> names{{"short", say("quotas below fall short")},
                                                        {"over", say("quotas below exceed it")},
                                                        {"missing", say("quota missing")},
                                                        {"duplicate", say("quota given twice")},
                                                        {"no_layer", say("nothing there yet")},
                                                        {"wrong_unit", say("unit does not fit")},
                                                        {"unknown_unit", say("unit unknown")},
                                                        {"unknown_admin", say("administrative unit unknown")},
                                                        {"unknown_indicator", say("indicator unknown")},
                                                        {"out_of_place", say("not counted there")}};
    const auto found = names.find(rule);
    return found == names.end() ? rule : found->second;
}

Column<QuotaVersion> key_column(const char *key, std::function<Value(const QuotaVersion &)> value) {
    return {key, "", Align::left, std::move(value)};
}

Column<QuotaVersion> shown_column(std::string heading, Align align,
                                  std::function<std::string(const QuotaVersion &)> text) {
    return {"", std::move(heading), align, {}, std::move(text)};
}

Columns<QuotaVersion> quota_columns(const Catalogue &catalogue, bool history) {
    Columns<QuotaVersion> columns{
        {"indicator", say("Indicator"), Align::left,
         [](const QuotaVersion &of) { return of.quota.indicator; },
         [&](const QuotaVersion &of) { return indicator_as_read(catalogue, of.quota.indicator); }},
        text_column("admin", say("Code"), &Quota::admin),
        shown_column(say("Name"), Align::left,
                     [&](const QuotaVersion &of) { return admin_name(catalogue, of.quota.admin); }),
        {"year", say("Year"), Align::right, [](const QuotaVersion &of) { return year_value(of.quota.year); },
         [](const QuotaVersion &of) { return year_label(of.quota.year); }},
        key_column("version", [](const QuotaVersion &of) { return std::int64_t{of.version}; }),
        key_column("withdrawn", [](const QuotaVersion &of) { return of.withdrawn; }),
        {"value", say("Quota"), Align::right, [](const QuotaVersion &of) { return of.quota.value; },
         [](const QuotaVersion &of) {
             return of.withdrawn ? say("withdrawn") : fmt::format("{}", of.quota.value);
         }},
        {"unit", say("Unit"), Align::left, [](const QuotaVersion &of) { return of.unit; },
         [](const QuotaVersion &of) { return unit_as_read(of.unit); }},
        {"source", say("Source"), Align::left, [](const QuotaVersion &of) { return of.quota.source; },
         [](const QuotaVersion &of) { return source_text(of.quota); }},
        key_column("clause", [](const QuotaVersion &of) { return of.quota.clause; }),
        key_column("letter", [](const QuotaVersion &of) { return of.quota.letter; }),
        {"illustrative", say("Illustrative"), Align::left,
         [](const QuotaVersion &of) { return of.quota.illustrative; },
         [](const QuotaVersion &of) { return of.quota.illustrative ? say("yes") : std::string(); }}};
    if (history)
        columns.push_back(shown_column(say("Version"), Align::right,
                                       [](const QuotaVersion &of) { return fmt::format("{}", of.version); }));
    columns.push_back(key_column("set_at", [](const QuotaVersion &of) { return of.set_at; }));
    if (history)
        columns.push_back(
            shown_column(say("Set at"), Align::left, [](const QuotaVersion &of) { return of.set_at; }));
    return columns;
}

Columns<QuotaFault> fault_columns(const Catalogue &catalogue) {
    const auto text = [](const char *key, std::string heading, std::string QuotaFault::*member) {
        const auto same = [=](const QuotaFault &fault) { return fault.*member; };
        return Column<QuotaFault>{key, std::move(heading), Align::left, same, same};
    };
    return {
        {"rule", say("Rule"), Align::left, [](const QuotaFault &fault) { return fault.rule; },
         [](const QuotaFault &fault) { return rule_as_read(fault.rule); }},
        {"indicator", say("Indicator"), Align::left, [](const QuotaFault &fault) { return fault.indicator; },
         [&](const QuotaFault &fault) { return indicator_as_read(catalogue, fault.indicator); }},
        text("admin", say("Code"), &QuotaFault::admin),
        {"",
         say("Name"),
         Align::left,
         {},
         [&](const QuotaFault &fault) { return admin_name(catalogue, fault.admin); }},
        {"year", say("Year"), Align::right, [](const QuotaFault &fault) { return year_value(fault.year); },
         [](const QuotaFault &fault) { return year_label(fault.year); }},
        text("what", say("Found"), &QuotaFault::what)};
}

template <typename Row>
void print_rows(std::ostream &out, const Columns<Row> &columns, const std::vector<Row> &rows, Format format) {
    switch (format) {
    case Format::table:
        return print(out, table_of(columns, rows));
    case Format::csv:
        return write_csv(out, columns, rows);
    case Format::json:
        return write_json(out, {{"rows", json_of(columns, rows)}});
    }
}

} // namespace

void print(std::ostream &out, const std::vector<QuotaVersion> &quotas, bool history,
           const Catalogue &catalogue, Format format) {
    print_rows(out, quota_columns(catalogue, history), quotas, format);
}

void print(std::ostream &out, const std::vector<QuotaFault> &faults, const Catalogue &catalogue,
           Format format) {
    if (format == Format::table && faults.empty())
        out << say("The quotas agree along the tree.") << '\n';
    else
        print_rows(out, fault_columns(catalogue), faults, format);
}

} // namespace qitu::console
