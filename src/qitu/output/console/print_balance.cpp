#include "json.h"
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/labels.h>

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/report/report.h>

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
    const auto grade = weight.grade();
    return grade ? fmt::format("{:.2f}", *grade) : "–";
}

std::string tonnes(double kg) {
    return format::with_separators(kg / 1000, 2);
}

std::string shortfall(const Line &line) {
    std::vector<std::string> words;
    if (line.short_mu() > 0)
        words.push_back(say("{} mu", mu(line.short_mu())));
    if (line.short_grade() > 0)
        words.push_back(say("{:.2f} grades", line.short_grade()));
    if (line.short_kg() > 0)
        words.push_back(say("{} t", tonnes(line.short_kg())));
    return fmt::format("{}", fmt::join(words, ", "));
}

void print_account(std::ostream &out, const land_balance::Balance &account, const Catalogue &catalogue) {
    Table table{{say("code"), say("name"), say("occupied (mu)"), say("supplied"), say("carried"),
                 say("moved"), say("balance"), say("grade occupied"), say("grade against it"),
                 say("capacity occupied (t)"), say("against it"), say("not yet counted (mu)"),
                 say("short of")},
                {false, false, true, true, true, true, true, true, true, true, true, true, false},
                {}};
    for (const Line &line : account.lines) {
        const Weight credit = line.credit();
        table.cells.push_back({line.admin, line.name, mu(line.out.mu.value()), mu(line.in.mu.value()),
                               mu(line.carried.mu.value()), mu(line.moved.mu.value()),
                               mu(credit.mu.value() - line.out.mu.value()), mean_grade(line.out),
                               mean_grade(credit), tonnes(line.out.kg.value()), tonnes(credit.kg.value()),
                               mu(line.pending_mu), shortfall(line)});
    }
    out << account_label(catalogue, account.account) << " · " << account.year << '\n';
    print(out, table);
    out << '\n';
}

std::vector<std::string> heads() {
    return {"account",    "year",       "admin",      "name",      "out_mu",       "in_mu",
            "carried_mu", "moved_mu",   "credit_mu",  "out_grade", "credit_grade", "out_kg",
            "credit_kg",  "pending_mu", "unknown_mu", "short_mu",  "short_grade",  "short_kg"};
}

Json row_of(const land_balance::Balance &account, const Line &line) {
    const Weight credit = line.credit();
    return {{"account", account.account},
            {"year", account.year},
            {"admin", line.admin},
            {"name", line.name},
            {"out_mu", line.out.mu.value()},
            {"in_mu", line.in.mu.value()},
            {"carried_mu", line.carried.mu.value()},
            {"moved_mu", line.moved.mu.value()},
            {"credit_mu", credit.mu.value()},
            {"out_grade", console::json_of(line.out.grade())},
            {"credit_grade", console::json_of(credit.grade())},
            {"out_kg", line.out.kg.value()},
            {"credit_kg", credit.kg.value()},
            {"pending_mu", line.pending_mu},
            {"unknown_mu", line.unknown_mu()},
            {"short_mu", line.short_mu()},
            {"short_grade", line.short_grade()},
            {"short_kg", line.short_kg()}};
}

std::string csv_cell(const Json &value) {
    if (value.is_null())
        return "";
    if (value.is_string())
        return value.get<std::string>();
    return value.is_number_integer() ? value.dump() : format::shortest(value.get<double>());
}

} // namespace

void print(std::ostream &out, const std::vector<land_balance::Balance> &accounts, const Catalogue &catalogue,
           Format format) {
    if (format == Format::table) {
        for (const land_balance::Balance &account : accounts)
            print_account(out, account, catalogue);
        return;
    }
    Json rows = Json::array();
    for (const land_balance::Balance &account : accounts)
        for (const Line &line : account.lines)
            rows.push_back(row_of(account, line));
    if (format == Format::json)
        return write_json(out, {{"rows", rows}});
    write_csv(out, heads());
    for (const Json &row : rows) {
        std::vector<std::string> cells;
        for (const std::string &head : heads())
            cells.push_back(csv_cell(row[head]));
        write_csv(out, cells);
    }
}

} // namespace qitu::console
