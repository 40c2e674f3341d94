#include "options.h"
#include "perform.h"

#include <qitu/app/commands/seal_command.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal.h>

#include <fmt/format.h>

#include <ostream>

namespace qitu::cli {

namespace {

console::Table table_of(const std::vector<workspace::Seal> &seals, bool for_people) {
    console::Table table{{translated("Seal"), translated("Time"), translated("Who"), translated("Hash"),
                          translated("Signed"), translated("Records"), translated("Note")},
                         {true, false, false, false, false, true, false},
                         {}};
    for (const workspace::Seal &seal : seals)
        table.cells.push_back({fmt::format("{}", seal.id),
                               for_people ? workspace::time_text(seal.at) : workspace::utc_text(seal.at),
                               seal.who, for_people ? seal.short_hash() : seal.hash,
                               seal.signature.empty() ? ""
                               : for_people           ? say("yes")
                                                      : seal.signature,
                               fmt::format("{}", seal.record), seal.note});
    return table;
}

void print(std::ostream &out, const std::vector<workspace::Seal> &seals, console::Format format) {
    print_listing(out, table_of(seals, format == console::Format::table),
                  {"seal", "time", "who", "hash", "signature", "records", "note"}, format);
}

void print(std::ostream &out, const workspace::Seal &seal, console::Format format) {
    if (format == console::Format::table)
        out << seal.hash << '\n';
    else
        print_listing(out,
                      {{},
                       {false, false, true, true, true},
                       {{seal.hash, seal.signature, fmt::format("{}", seal.record),
                         fmt::format("{}", seal.rows), fmt::format("{}", seal.tables)}}},
                      {"hash", "signature", "records", "rows", "tables"}, format);
}

} // namespace

void add_seal(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::SealCommand>>();
    const auto list = std::make_shared<bool>(false);
    const Command command = app.add_command(
        "seal",
        translated("Seals the workspace's state: a hash over every record and row, the current totals and "
                   "the previous seal. Prints the hash, by which a report can be traced to its data."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    command.add_option("--note", arguments->note, translated("Note on the state: \"year-end 2026\""))
        .type_name("TEXT")
        .group(translated("Seal"));
    command
        .add_option("--key", arguments->key, translated("Sign the seal with this private Ed25519 key (PEM)"))
        .type_name("FILE")
        .group(translated("Seal"));
    command
        .add_option("--log", arguments->list,
                    translated("Append the seal to this public list, which a second person keeps"))
        .type_name("FILE")
        .group(translated("Seal"));
    command.add_flag("--list", *list, translated("List the seals, create none")).group(translated("Seal"));
    add_engine_options(command, arguments->engine);
    add_output_options(command, arguments->output);
    command.callback([arguments, list, &session] {
        const auto print_it = [](std::ostream &out, const auto &value, console::Format format) {
            print(out, value, format);
        };
        if (*list)
            perform(Printed<commands::SealListCommand>{{arguments->workspace}, arguments->output}, session,
                    print_it);
        else
            perform(*arguments, session, print_it);
    });
}

void add_verify(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::VerifyCommand>();
    const Command command = app.add_command(
        "verify",
        translated("Finds what differs from the sealed state: a seal, a record or a row that was changed, "
                   "removed or inserted since, the first of each kind. Recorded changes are in order."));
    command.group(translated("Record"));
    command.footer(
        translated("Status 1: there is no seal. Status 4: something differs from the sealed state."));
    add_workspace(command, arguments->workspace);
    command.add_option("HASH", arguments->hash,
                       translated("Hash on a report, or its first 12 digits or more: this seal must exist"));
    command
        .add_option("--pubkey", arguments->pubkey,
                    translated("The seal (HASH, else the last) must be signed: public key (PEM)"))
        .type_name("FILE");
    command.add_option("--log", arguments->list, translated("The seals must be those of this public list"))
        .type_name("FILE");
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
