#include "fork_decisions.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/output/console/json.h>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <fstream>
#include <optional>

namespace qitu::commands {

namespace {

/// "LAYER:ID", a layer by id or name, or a table of qitu's own. Nothing for what is not written so.
std::optional<workspace::ForkRow> fork_row_from(const std::string &text,
                                                const catalogue::Catalogue &catalogue) {
    const std::size_t colon = text.rfind(':');
    double id = 0;
    if (colon == std::string::npos || !parse_number(text.substr(colon + 1), id))
        return std::nullopt;
    const std::string table = text.substr(0, colon);
    return workspace::ForkRow(table.starts_with("qitu_") ? table : catalogue.layer(table).id,
                              static_cast<std::int64_t>(id));
}

workspace::Side side_from(const std::string &word) {
    if (word == "ours" || word == "theirs")
        return word == "ours" ? workspace::Side::ours : workspace::Side::theirs;
    throw Error(
        ErrorKind::usage,
        say("Which side to take is written ours, theirs, or LAYER:ID=ours|theirs, not \"{}\".", word));
}

void take_decision(const console::Json &one, const catalogue::Catalogue &catalogue,
                   workspace::MergeOptions &options) {
    const auto row = fork_row_from(one.at("change").get<std::string>(), catalogue);
    const std::string decision = one.at("decision");
    const std::string reason = one.value("reason", "");
    const bool rejected = decision == "reject";
    if (!row || (!rejected && decision != "accept") || (rejected && trimmed(reason).empty()))
        throw Error(ErrorKind::refused, say("a decision says \"change\" (LAYER:ID) and \"decision\" (accept "
                                            "or reject), and of what is rejected the \"reason\"."));
    if (options.rows.contains(*row) || options.rejected.contains(*row))
        throw Error(ErrorKind::refused, say("{}:{} is decided twice.", row->first, row->second));
    if (rejected)
        options.rejected[*row] = reason;
    else
        options.rows[*row] = workspace::Side::theirs;
}

} // namespace

void take_sides(const std::vector<std::string> &takes, const catalogue::Catalogue &catalogue,
                workspace::MergeOptions &options) {
    for (const std::string &take : takes) {
        const std::size_t sign = take.find('=');
        if (sign == std::string::npos || take.find(':') > sign) {
            options.all = side_from(take);
            continue;
        }
        const auto row = fork_row_from(take.substr(0, sign), catalogue);
        const workspace::Side side = side_from(row ? take.substr(sign + 1) : take);
        options.rows[row.value()] = side;
    }
}

void take_rejections(const std::vector<std::string> &rejections, const catalogue::Catalogue &catalogue,
                     workspace::MergeOptions &options) {
    for (const std::string &text : rejections) {
        const std::size_t sign = text.find('=');
        const auto row =
            sign == std::string::npos ? std::nullopt : fork_row_from(text.substr(0, sign), catalogue);
        const std::string reason = row ? trimmed(text.substr(sign + 1)) : "";
        if (reason.empty())
            throw Error(ErrorKind::usage,
                        say("What is rejected is written LAYER:ID=REASON, not \"{}\".", text));
        options.rejected[*row] = reason;
    }
}

void take_decisions(const std::string &file, const catalogue::Catalogue &catalogue,
                    workspace::MergeOptions &options) {
    std::ifstream in(file);
    if (!in)
        throw Error(ErrorKind::unreadable, say("{}: cannot be read.", file));
    try {
        const console::Json json = console::Json::parse(in);
        options.each_decided = true;
        options.listed = json.at("listed").get<std::int64_t>();
        for (const console::Json &one : json.at("decisions"))
            take_decision(one, catalogue, options);
    } catch (const console::Json::exception &) {
        throw Error(ErrorKind::refused, say("{}: is not a file of decisions.", file));
    } catch (const Error &error) {
        rethrow_at(file, error);
    }
}

} // namespace qitu::commands
