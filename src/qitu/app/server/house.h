// What all endpoints work with: the workspace's file, the catalogue, and who may compute.
#pragma once

#include "endpoint.h"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace qitu::server {

/// Contexts for commands, each used by one request at a time: so many compute at once, and no more. A command that
/// takes longer than `longest` is stopped.
class Contexts {
  public:
    Contexts(const commands::Context &model, std::size_t count, std::chrono::seconds longest);

    using Lease = std::unique_ptr<commands::Context, std::function<void(commands::Context *)>>;
    /// Throws Problem (503) where none becomes free in time.
    Lease take();

  private:
    std::vector<commands::Context> contexts_;
    std::chrono::seconds longest_;
    std::vector<commands::Context *> free_;
    std::mutex mutex_;
    std::condition_variable freed_;
};

struct House {
    std::filesystem::path workspace; // or a database
    commands::Context model;         // its catalogue is loaded
    Contexts contexts;

    House(std::filesystem::path file, commands::Context context, std::chrono::seconds longest);
    [[nodiscard]] const catalogue::Catalogue &catalogue() const { return *catalogue_; }

    /// Throws Problem (404).
    [[nodiscard]] const catalogue::Layer &layer(const std::string &id) const;
    /// Words of a command line before the command, so that the program speaks as this one does, of the same catalogue.
    [[nodiscard]] std::vector<std::string> program_words() const;
    /// What users may read of where it lies.
    [[nodiscard]] std::string name() const;
    /// What the workspace is now: differs after each change of it, by whatever program.
    [[nodiscard]] std::string state() const;

  private:
    const catalogue::Catalogue *catalogue_;
};

} // namespace qitu::server
