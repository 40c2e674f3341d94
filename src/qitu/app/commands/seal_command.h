// qitu seal, qitu seal --list, qitu verify
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/seal.h>

namespace qitu::commands {

/// Closes the workspace's state.
struct SealCommand {
    std::string workspace;
    std::string note;
    std::string key;  // private, signs the seal
    std::string list; // public, gets a line
    EngineArguments engine;

    Result<workspace::Seal> run(Context &context) const;
};

/// The seals, the earliest first.
struct SealListCommand {
    std::string workspace;

    Result<std::vector<workspace::Seal>> run(Context &context) const;
};

/// Finds what is not as it was sealed. Refused where anything is.
struct VerifyCommand {
    static constexpr bool tells_recording = true;
    std::string workspace;
    std::string hash;   // on a report, or its first 12 digits or more: the seal must be there
    std::string pubkey; // this seal, else the last one, must be signed by its private key
    std::string list;   // must agree with the seals

    Result<workspace::Verification> run(Context &context) const;
};

} // namespace qitu::commands
