#include "house.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace qitu::server {

namespace {

constexpr std::size_t at_once = 3; // commands; each uses all processors

} // namespace

Contexts::Contexts(const commands::Context &model, std::size_t count, std::chrono::seconds longest)
    : contexts_(count, model), longest_(longest) {
    for (commands::Context &context : contexts_)
        free_.push_back(&context);
}

Contexts::Lease Contexts::take() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, longest_, [&] { return !free_.empty(); }))
        throw Problem(503, say("The server is busy. Ask again later."), 10);
    commands::Context *context = free_.back();
    free_.pop_back();
    const auto end = std::chrono::steady_clock::now() + longest_;
    context->progress = [end](std::uint64_t, std::uint64_t) {
        return std::chrono::steady_clock::now() < end;
    };
    return {context, [this](commands::Context *used) {
                const std::scoped_lock giving(mutex_);
                free_.push_back(used);
                freed_.notify_one();
            }};
}

House::House(std::filesystem::path file, commands::Context context, std::chrono::seconds longest)
    : workspace(std::move(file)), model(std::move(context)),
      contexts((static_cast<void>(model.catalogue()), model), at_once, longest),
      catalogue_(&model.catalogue()) {}

const catalogue::Layer &House::layer(const std::string &id) const {
    const auto &layers = catalogue().layers();
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const catalogue::Layer &layer) { return layer.id == id; });
    if (found == layers.end())
        throw not_found();
    return *found;
}

std::vector<std::string> House::program_words() const {
    std::vector<std::string> words{language_in_use() == Language::zh ? "--lang=zh" : "--lang=en"};
    if (!model.layers_dir.empty())
        words.push_back("--layers=" + model.layers_dir);
    if (!model.styles_dir.empty())
        words.push_back("--styles=" + model.styles_dir);
    return words;
}

std::string House::name() const {
    return workspace::is_server(workspace.string()) ? "PG" : workspace.filename().string();
}

namespace {

std::string state_of_database(const std::string &target) {
    try {
        return workspace::state_on_server(target);
    } catch (const Error &) {
        throw Problem(503, say("The workspace cannot be read now."), 10);
    }
}

} // namespace

// SQLite counts the changes of a file in its header (1.3.7 of the file format); with a write-ahead log it is the log
// that grows.
std::string House::state() const {
    if (workspace::is_server(workspace.string()))
        return state_of_database(workspace.string());
    constexpr std::streamoff change_counter = 24;
    std::array<char, 4> counter{};
    std::ifstream(workspace, std::ios::binary).seekg(change_counter).read(counter.data(), counter.size());
    struct stat file {
    }, log{};
    if (stat(workspace.c_str(), &file) != 0)
        throw Problem(503, say("The workspace cannot be read now."), 10);
    const bool logged = stat((workspace.string() + "-wal").c_str(), &log) == 0;
    std::string text = fmt::format("{:x}-{:x}-", file.st_ino, file.st_mtim.tv_sec);
    for (const char byte : counter)
        text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    if (logged)
        text += fmt::format("-{:x}-{:x}-{:x}", log.st_size, log.st_mtim.tv_sec, log.st_mtim.tv_nsec);
    return text;
}

} // namespace qitu::server
