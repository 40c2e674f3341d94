#include "account_lines.h"
#include "lots.h"

#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::land_balance {

namespace {

using catalogue::AdminUnit;
using catalogue::Catalogue;

// Means are entered with so many digits.
constexpr double entered_grade = 0.005;
constexpr double entered_kg_per_mu = 0.5;

void refuse_use(const std::string &what) {
    throw Error(ErrorKind::usage, what);
}

void check_scope(const catalogue::Account &account, const AdminUnit &from, const AdminUnit &to) {
    if (account.transfers == catalogue::TransferScope::league && from.parent != to.parent)
        refuse_use(say("{} and {} are not in the same league: in the account {}, land is only transferred "
                       "between banners of one league.",
                       from.names.zh, to.names.zh, account.names.in(language_in_use())));
}

void check_form(const Catalogue &catalogue, const workspace::BalanceEntry &entry) {
    const AdminUnit *to = catalogue.find_admin(entry.to);
    const AdminUnit *from = catalogue.find_admin(entry.from);
    if (to == nullptr || to->level != 2 || (!entry.from.empty() && (from == nullptr || from->level != 2)))
        refuse_use(say("An entry moves land between two banners, or between two years of one banner."));
    if (!(entry.mu > 0) || !(entry.kg_per_mu >= 0) || !(entry.grade >= 1 && entry.grade <= 15))
        refuse_use(
            say("An entry needs an area of more than 0 mu, a grade from 1 to 15, and a capacity of 0 kg "
                "per mu or more."));
    if (from != nullptr && entry.kg_per_mu == 0)
        refuse_use(
            say("An entry that takes land out of an account needs its capacity; 0 stands for an unknown "
                "one, which only an opening balance may have."));
    if (entry.reference.empty())
        refuse_use(say("An entry needs a reference: the document or decision that it is based on."));
    if (from != nullptr && from != to) {
        check_scope(catalogue.account(entry.account), *from, *to);
        if (entry.year != entry.to_year)
            refuse_use(say("A transfer is within one year. Carry over first, or afterwards."));
    }
    if (from != nullptr && from == to && entry.to_year <= entry.year)
        refuse_use(say("A carry-over must go to a year after {}; {} is not.", entry.year, entry.to_year));
}

/// Who gives, and in which year.
std::string giver_of(const Catalogue &catalogue, const workspace::BalanceEntry &entry) {
    return entry.from + " " + catalogue.find_admin(entry.from)->names.zh;
}

void check_remainder(const std::string &giver, const workspace::BalanceEntry &entry, const Line &line) {
    if (line.overdrawn())
        throw Error(ErrorKind::refused,
                    say("{}: with this entry its account of {} would be short of {:.2f} mu, {:.2f} grades "
                        "and {:.0f} kg. Nothing was entered.",
                        giver, entry.year, line.short_mu(), line.short_grade().value_or(0),
                        line.short_kg().value_or(0)));
    if (line.undetermined())
        throw Error(ErrorKind::refused,
                    say("{}: the grade or capacity of {:.2f} mu in its account of {} is unknown, so it is "
                        "not known what it has to give. Enter them first. Nothing was entered.",
                        giver, line.unknown_mu(), entry.year));
}

void check_known(const std::string &giver, int year, const std::vector<Lot> &going,
                 const std::vector<Lot> &coming) {
    const auto sum = [](const std::vector<Lot> &lots) {
        Weight weight;
        for (const Lot &lot : lots)
            weight += weight_of(lot);
        return weight;
    };
    const Weight all = sum(coming);
    const double known = all.mu.value() - all.unknown_mu.value();
    if (sum(going).mu.value() > known + least_mu)
        throw Error(
            ErrorKind::refused,
            say("{}: only {:.2f} mu of the land in its account of {} have a known grade and capacity, "
                "and no other can be passed on. Nothing was entered.",
                giver, known, year));
}

void check_grades(const std::string &giver, int year, const std::vector<Lot> &going,
                  const std::vector<Lot> &coming) {
    const auto best = [](const Lot &lot) { return lot.grade ? std::optional(-*lot.grade) : std::nullopt; };
    if (const auto over = exceeds(going, coming, best, entered_grade))
        throw Error(
            ErrorKind::refused,
            say("{}: with this entry {:.2f} mu of grade {:.2f} would have left its account of {}, and "
                "the best {:.2f} mu that it has are of grade {:.2f}. Nothing was entered.",
                giver, over->mu, -over->asked, year, over->mu, -over->most));
    const auto poorest = [](const Lot &lot) { return lot.grade; };
    if (const auto over = exceeds(going, coming, poorest, entered_grade))
        throw Error(
            ErrorKind::refused,
            say("{}: with this entry {:.2f} mu of grade {:.2f} would have left its account of {}, and "
                "the poorest {:.2f} mu that it has are of grade {:.2f}. Nothing was entered.",
                giver, over->mu, over->asked, year, over->mu, over->most));
}

void check_capacities(const std::string &giver, int year, const std::vector<Lot> &going,
                      const std::vector<Lot> &coming) {
    const auto most = [](const Lot &lot) { return lot.kg_per_mu; };
    if (const auto over = exceeds(going, coming, most, entered_kg_per_mu))
        throw Error(ErrorKind::refused,
                    say("{}: with this entry {:.2f} mu of {:.1f} kg per mu would have left its account of "
                        "{}, and the "
                        "most productive {:.2f} mu that it has yield {:.1f} kg per mu. Nothing was entered.",
                        giver, over->mu, over->asked, year, over->mu, over->most));
    const auto least = [](const Lot &lot) {
        return lot.kg_per_mu ? std::optional(-*lot.kg_per_mu) : std::nullopt;
    };
    if (const auto over = exceeds(going, coming, least, entered_kg_per_mu))
        throw Error(ErrorKind::refused,
                    say("{}: with this entry {:.2f} mu of {:.1f} kg per mu would have left its account of "
                        "{}, and the "
                        "least productive {:.2f} mu that it has yield {:.1f} kg per mu. Nothing was entered.",
                        giver, over->mu, -over->asked, year, over->mu, -over->most));
}

} // namespace

void check_entry(const workspace::Workspace &workspace, const Catalogue &catalogue,
                 const workspace::BalanceEntry &entry, const tabulate::Options &options) {
    check_form(catalogue, entry);
    if (entry.from.empty())
        return;
    Balance unused;
    AccountLines account =
        by_banner(workspace, catalogue, catalogue.account(entry.account), entry.year, options, unused);
    account.enter(entry, entry.year);
    const std::string giver = giver_of(catalogue, entry);
    check_remainder(giver, entry, account.lines[entry.from]);
    const std::vector<Lot> &going = account.going[entry.from];
    const std::vector<Lot> &coming = account.coming[entry.from];
    check_known(giver, entry.year, going, coming);
    check_grades(giver, entry.year, going, coming);
    check_capacities(giver, entry.year, going, coming);
}

} // namespace qitu::land_balance
