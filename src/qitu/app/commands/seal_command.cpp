#include "found_by_rule.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/app/commands/seal_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal.h>
#include <qitu/data/workspace/seal_list.h>

#include <iterator>
#include <utility>

namespace qitu::commands {

Result<workspace::Seal> SealCommand::run(Context &context) const {
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    Result<workspace::Seal> result;
    audit::Sealed sealed =
        audit::seal(opened, {"qitu seal", note}, context.catalogue(), engine.options(context), {key, list});
    result.value = std::move(sealed.seal);
    tell_findings(sealed.uncounted, result);
    result.tell(say(
        "{}: sealed as {}, covering {} records and {} rows in {} tables. Write the hash on what you hand "
        "in.",
        workspace, result.value.short_hash(), result.value.record, result.value.rows, result.value.tables));
    return result;
}

Result<std::vector<workspace::Seal>> SealListCommand::run(Context & /*context*/) const {
    Result<std::vector<workspace::Seal>> result;
    result.value = workspace::seals(workspace::Workspace::open(workspace, true));
    return result;
}

// ---------------------------------------------------------------- verify

namespace {

constexpr std::size_t least_digits = 12; // as a seal is printed

// The seal asked for: the one with the hash, else the last.
const workspace::Seal &expected_seal(const std::vector<workspace::Seal> &seals, const VerifyCommand &verify) {
    if (verify.hash.empty())
        return seals.back();
    const std::string hash = folded(verify.hash);
    if (hash.size() < least_digits || hash.find_first_not_of("0123456789abcdef") != std::string::npos)
        throw Error(ErrorKind::usage, say("\"{}\": of the hash on the report give {} hexadecimal digits at "
                                          "least: fewer can be met by chance "
                                          "or made to fit.",
                                          verify.hash, least_digits));
    for (const workspace::Seal &seal : seals)
        if (seal.hash.starts_with(hash))
            return seal;
    throw Error(ErrorKind::refused, say("{}: no seal has a hash that begins with {}: the report was not made "
                                        "from this workspace, or its seal was removed.",
                                        verify.workspace, verify.hash));
}

void check_signature(const workspace::Seal &seal, const VerifyCommand &verify,
                     std::vector<std::string> &broken, Outcome &outcome) {
    if (verify.pubkey.empty())
        return;
    const PublicKey key(verify.pubkey);
    if (seal.signature.empty())
        broken.push_back(say("Seal {} is not signed.", seal.id));
    else if (!key.signed_by(workspace::text_to_sign(seal.hash), seal.signature))
        broken.push_back(
            say("The signature of seal {} was not made with the private key of {}.", seal.id, verify.pubkey));
    else
        outcome.tell(say("Seal {} is signed with the private key of {}.", seal.id, verify.pubkey));
}

void check_list(const workspace::Workspace &opened, const std::vector<workspace::Seal> &seals,
                const VerifyCommand &verify, std::vector<std::string> &broken, Outcome &outcome) {
    std::vector<std::string> differing =
        workspace::differs_from_list(opened, seals, workspace::read_seal_list(verify.list));
    if (differing.empty() && !seals.empty())
        outcome.tell(say("The seals are those of the list {}.", verify.list));
    std::move(differing.begin(), differing.end(), std::back_inserter(broken));
}

void tell_broken(const std::string &file, const std::vector<std::string> &broken, Outcome &outcome) {
    FoundByRule found;
    for (const std::string &what : broken)
        found.add(translated("differs from the seal"), [&] { return what; });
    found.tell(outcome);
    outcome.refusal = say("{}: differs from its sealed state.", file);
}

} // namespace

Result<workspace::Verification> VerifyCommand::run(Context & /*context*/) const {
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    const std::vector<workspace::Seal> seals = workspace::seals(opened);
    Result<workspace::Verification> result;
    result.value = workspace::verify(opened);
    const workspace::Verification &found = result.value;
    std::vector<std::string> broken = found.broken;
    if (broken.empty() && (!seals.empty() || !hash.empty()))
        check_signature(expected_seal(seals, *this), *this, broken, result);
    if (!list.empty())
        check_list(opened, seals, *this, broken, result);
    if (!broken.empty()) {
        tell_broken(workspace, broken, result);
        return result;
    }
    result.attention = seals.empty();
    for (std::string &gap : workspace::recording_gaps(opened))
        result.tell(std::move(gap));
    result.tell(
        seals.empty()
            ? say("{}: has no seal, so nothing can be verified. Create one with \"qitu seal\".", workspace)
            : say("{}: verified: {} seals, {} records, {} rows. {} changes since {}, all recorded.",
                  workspace, found.seals, found.records, found.rows, seals.back().changes_since,
                  seals.back().short_hash()));
    return result;
}

} // namespace qitu::commands
