#include "listing.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/console.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using land_balance::Line;
using land_balance::Weight;

std::string account_label(const Catalogue &catalogue, const std::string &id) {
    return catalogue.account(id).names.in(language_in_use());
}

std::string mu(double value) {
    return format::with_separators(value, 2);
}

std::string mean_grade(const Weight &weight) {
    if (!weight.grade_known())
        return say("unknown");
    const auto grade = weight.grade();
    return grade ? format::with_separators(*grade, 2) : "–";
}

std::string tonnes(std::optional<double> kg) {
    return kg ? format::with_separators(*kg / 1000, 2) : say("unknown");
}

std::string shortfall(const Line &line) {
    std::vector<std::string> words;
    if (line.short_mu() > 0)
        words.push_back(say("{} mu", mu(line.short_mu())));
    if (!line.short_grade())
        words.push_back(say("grade unknown"));
    else if (*line.short_grade() > 0)
        words.push_back(say("{:.2f} grades", *line.short_grade()));
    if (!line.short_kg())
        words.push_back(say("capacity unknown"));
    else if (*line.short_kg() > 0)
        words.push_back(say("{} t", tonnes(line.short_kg())));
    return fmt::format("{}", fmt::join(words, ", "));
}

/// A line with the account that it is of.
struct Entry {
    const land_balance::Balance *account;
    const Line *line;
};

using LineText = std::function<std::string(const Line &)>;

Column<Entry> text_column(const char *key, std::string heading, std::string Line::*member) {
    const auto text = [=](const Entry &entry) { return entry.line->*member; };
    return {key, std::move(heading), Align::left, text, text};
}

/// For programs only where there is no text.
Column<Entry> figure_column(const char *key, Value (*value)(const Line &), std::string heading = {},
                            LineText text = {}) {
    Column<Entry> column{key, std::move(heading), Align::right,
                         [=](const Entry &entry) { return value(*entry.line); }};
    if (text)
        column.text = [text = std::move(text)](const Entry &entry) { return text(*entry.line); };
    return column;
}

Column<Entry> mu_column(const char *key, std::string heading, Weight Line::*weight) {
    return {key, std::move(heading), Align::right,
            [=](const Entry &entry) { return (entry.line->*weight).mu.value(); },
            [=](const Entry &entry) { return mu((entry.line->*weight).mu.value()); }};
}

Columns<Entry> columns_of() {
    return {
        {"account", "", Align::left, [](const Entry &entry) { return entry.account->account; }},
        {"year", "", Align::left, [](const Entry &entry) { return std::int64_t{entry.account->year}; }},
        text_column("admin", say("code"), &Line::admin),
        text_column("name", say("name"), &Line::name),
        mu_column("out_mu", say("occupied (mu)"), &Line::out),
        mu_column("in_mu", say("supplied"), &Line::in),
        mu_column("carried_mu", say("carried"), &Line::carried),
        mu_column("moved_mu", say("moved"), &Line::moved),
        {"",
         say("balance"),
         Align::right,
         {},
         [](const Entry &entry) { return mu(format::rounded_balance(*entry.line)); }},
        figure_column("credit_mu", [](const Line &line) { return Value(line.credit().mu.value()); }),
        figure_column(
            "out_grade", [](const Line &line) { return value_of(line.out.grade()); }, say("grade occupied"),
            [](const Line &line) { return mean_grade(line.out); }),
        figure_column(
            "credit_grade", [](const Line &line) { return value_of(line.credit().grade()); },
            say("grade against it"), [](const Line &line) { return mean_grade(line.credit()); }),
        figure_column(
            "out_kg", [](const Line &line) { return value_of(line.out.capacity()); },
            say("capacity occupied (t)"), [](const Line &line) { return tonnes(line.out.capacity()); }),
        figure_column(
            "credit_kg", [](const Line &line) { return value_of(line.credit().capacity()); },
            say("against it"), [](const Line &line) { return tonnes(line.credit().capacity()); }),
        figure_column(
            "pending_mu", [](const Line &line) { return Value(line.pending_mu); },
            say("not yet counted (mu)"), [](const Line &line) { return mu(line.pending_mu); }),
        figure_column("unknown_mu", [](const Line &line) { return Value(line.unknown_mu()); }),
        figure_column("short_mu", [](const Line &line) { return Value(line.short_mu()); }),
        figure_column("unknown_grade_mu",
                      [](const Line &line) {
                          return Value(line.out.unknown_grade_mu.value() +
                                       line.credit().unknown_grade_mu.value());
                      }),
        figure_column("unknown_capacity_mu",
                      [](const Line &line) {
                          return Value(line.out.unknown_capacity_mu.value() +
                                       line.credit().unknown_capacity_mu.value());
                      }),
        figure_column("short_grade", [](const Line &line) { return value_of(line.short_grade()); }),
        figure_column("short_kg", [](const Line &line) { return value_of(line.short_kg()); }),
        {"", say("short of"), Align::left, {}, [](const Entry &entry) { return shortfall(*entry.line); }}};
}

void add_entries(std::vector<Entry> &entries, const land_balance::Balance &account) {
    for (const Line &line : account.lines)
        entries.push_back({&account, &line});
}

void print_account(std::ostream &out, const land_balance::Balance &account, const Catalogue &catalogue) {
    std::vector<Entry> entries;
    add_entries(entries, account);
    out << account_label(catalogue, account.account) << " · " << account.year << '\n';
    print(out, table_of(columns_of(), entries));
    out << '\n';
}

} // namespace

void print(std::ostream &out, const std::vector<land_balance::Balance> &accounts, const Catalogue &catalogue,
           Format format) {
    if (format == Format::table) {
        for (const land_balance::Balance &account : accounts)
            print_account(out, account, catalogue);
        return;
    }
    std::vector<Entry> entries;
    for (const land_balance::Balance &account : accounts)
        add_entries(entries, account);
    if (format == Format::json)
        return write_json(out, {{"rows", json_of(columns_of(), entries)}});
    write_csv(out, columns_of(), entries);
}

} // namespace qitu::console
