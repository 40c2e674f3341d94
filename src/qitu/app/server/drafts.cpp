#include "drafts.h"

#include "sent_name.h"

#include <qitu/app/users/secrets.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <ostream>
#include <span>
#include <tuple>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 9> state_names{
    "open", "checking", "checked", "importing", "imported", "comparing", "offered", "merging", "merged"};
constexpr const char *notes_file = "delivery.json", *parts_folder = "parts", *files_folder = "files";

DraftState state_from(const std::string &name) {
    const auto *found = std::find(state_names.begin(), state_names.end(), name);
    return found == state_names.end() ? DraftState::open
                                      : static_cast<DraftState>(found - state_names.begin());
}

bool is_id(std::string_view text) {
    constexpr std::size_t least = 40, most = 64;
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](char sign) {
               return std::isalnum(static_cast<unsigned char>(sign)) != 0 || sign == '-' || sign == '_';
           });
}

std::uint64_t size_of(const fs::path &file) {
    std::error_code missing;
    const std::uintmax_t size = fs::file_size(file, missing);
    return missing ? 0 : size;
}

Json json_of(const Draft &draft) {
    Json files = Json::array();
    for (const DraftFile &file : draft.files)
        files.push_back({{"name", file.name}, {"size", file.size}, {"whole", file.whole}});
    return {{"user", draft.user},
            {"created", draft.created},
            {"touched", draft.touched},
            {"state", draft_state_name(draft.state)},
            {"layer", draft.layer},
            {"admin", draft.admin},
            {"message", draft.message},
            {"options", draft.options},
            {"files", files}};
}

// A server that is killed after it has moved a file, and before it has noted that, finds it among those that are whole.
fs::path place_of(const fs::path &folder, const std::string &name) {
    std::error_code missing;
    return fs::exists(folder / parts_folder / name, missing) ? folder / parts_folder / name
                                                             : folder / files_folder / name;
}

DraftFile file_from(const Json &json, const fs::path &folder) {
    DraftFile file{json.at("name"), json.at("size"), 0, json.at("whole")};
    file.received = file.whole ? file.size : size_of(place_of(folder, file.name));
    return file;
}

/// Throws Problem (404).
DraftFile &file_in(Draft &draft, const std::string &name) {
    const auto file = std::find_if(draft.files.begin(), draft.files.end(),
                                   [&](const DraftFile &one) { return one.name == name; });
    if (file == draft.files.end())
        throw not_found();
    return *file;
}

void make_private(const fs::path &folder) {
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
}

/// A file that is appended to.
class Part {
  public:
    explicit Part(const fs::path &file) {
        constexpr mode_t owner_only = 0600;
        descriptor_ = open(file.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, owner_only);
    }
    ~Part() {
        if (descriptor_ >= 0)
            close(descriptor_);
    }
    Part(const Part &) = delete;
    Part &operator=(const Part &) = delete;

    /// Whether all of it is on the disk now; else the file is as it was.
    [[nodiscard]] bool write(std::string_view bytes, std::uint64_t offset) const {
        const auto begin = static_cast<off_t>(offset);
        auto at = begin;
        while (!bytes.empty()) {
            const ssize_t count = pwrite(descriptor_, bytes.data(), bytes.size(), at);
            if (count <= 0) {
                [[maybe_unused]] const int ignored = ftruncate(descriptor_, begin);
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
            at += count;
        }
        return fdatasync(descriptor_) == 0;
    }

  private:
    int descriptor_ = -1;
};

std::string sha256_of(const fs::path &file) {
    std::ifstream in(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> buffer(std::size_t{1} << 20U);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
        hash.add(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(in.gcount()))));
    return hex_of(hash.take());
}

bool is_done(DraftState state) {
    return state == DraftState::imported || state == DraftState::merged;
}

void refuse_busy(const Draft &draft) {
    if (is_busy(draft.state))
        throw Problem(409, say("The delivery is being worked on. Wait until it is done."), 5);
    if (is_done(draft.state))
        throw Problem(409, say("The delivery is imported; make a new one."));
}

std::uint64_t bytes_of(const Draft &draft) {
    std::uint64_t bytes = 0;
    for (const DraftFile &file : draft.files)
        bytes += file.size;
    return bytes;
}

} // namespace

std::string_view draft_state_name(DraftState state) {
    return state_names[static_cast<std::size_t>(state)];
}

bool is_busy(DraftState state) {
    return state == DraftState::checking || state == DraftState::importing ||
           state == DraftState::comparing || state == DraftState::merging;
}

bool Draft::complete() const {
    return !files.empty() &&
           std::all_of(files.begin(), files.end(), [](const DraftFile &file) { return file.whole; });
}

Drafts::Drafts(fs::path folder, const DraftLimits &limits) : folder_(std::move(folder)), limits_(limits) {}

std::mutex &Drafts::lock_of(const std::string &id) const {
    return locks_[std::hash<std::string>()(id) % locks_.size()];
}

Draft Drafts::read(const std::string &id) const {
    const fs::path folder = folder_ / id;
    std::ifstream in(folder / notes_file);
    const Json json = is_id(id) && in ? Json::parse(in, nullptr, false) : Json();
    if (!json.is_object())
        throw not_found();
    Draft draft{id,
                json.at("user"),
                json.at("created"),
                json.at("touched"),
                state_from(json.at("state")),
                json.at("layer"),
                json.value("admin", ""),
                json.at("message"),
                json.at("options"),
                {}};
    for (const Json &file : json.at("files"))
        draft.files.push_back(file_from(file, folder));
    return draft;
}

void Drafts::write(Draft &draft) const {
    draft.touched = time_stamp();
    write_whole(folder_ / draft.id / notes_file, [&](std::ostream &out) {
        out << json_of(draft).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    });
    ++version_;
}

std::vector<Draft> Drafts::all() const {
    std::vector<Draft> drafts;
    std::error_code missing;
    for (const auto &entry : fs::directory_iterator(folder_, missing))
        if (is_id(entry.path().filename().string()))
            try {
                drafts.push_back(read(entry.path().filename().string()));
            } catch (const std::exception &) { // being made or removed just now
            }
    std::sort(drafts.begin(), drafts.end(), [](const Draft &a, const Draft &b) {
        return std::tie(b.created, b.id) < std::tie(a.created, a.id);
    });
    return drafts;
}

std::vector<Draft> Drafts::of(const std::string &user) const {
    std::vector<Draft> drafts = all();
    std::erase_if(drafts, [&](const Draft &draft) { return draft.user != user; });
    return drafts;
}

Draft Drafts::find(const std::string &id, const std::string &user) const {
    Draft draft = read(id);
    if (draft.user != user)
        throw not_found();
    return draft;
}

std::vector<fs::path> Drafts::files_of(const Draft &draft) const {
    std::vector<fs::path> files;
    for (const DraftFile &file : draft.files)
        if (file.whole)
            files.push_back(folder_of(draft) / files_folder / file.name);
    return files;
}

// By the time of their notes' last change.
void Drafts::remove_old() const {
    for (const Draft &draft : all()) {
        std::error_code ignored;
        const auto touched = fs::last_write_time(folder_of(draft) / notes_file, ignored);
        if (!ignored && !is_busy(draft.state) && fs::file_time_type::clock::now() - touched > limits_.age)
            fs::remove_all(folder_of(draft), ignored);
    }
}

void Drafts::refuse_full(std::uint64_t more) const {
    constexpr std::uint64_t to_leave = std::uint64_t{1} << 30U; // the workspace lies there too
    std::error_code unknown;
    const fs::space_info space = fs::space(folder_, unknown);
    if (!unknown && space.available < more + to_leave)
        throw Problem(507, say("The server's disk is full. Tell whoever looks after it."));
}

Draft Drafts::create(const std::string &user) {
    const std::scoped_lock lock(creating_);
    make_private(folder_);
    remove_old();
    refuse_full(0);
    const std::vector<Draft> there = of(user);
    if (static_cast<std::size_t>(std::count_if(there.begin(), there.end(), [](const Draft &draft) {
            return !is_done(draft.state);
        })) >= limits_.drafts)
        throw Problem(409, say("You have {} deliveries here that are not imported. Remove some first.",
                               limits_.drafts));
    Draft draft;
    draft.id = users::random_secret();
    draft.user = user;
    draft.created = time_stamp();
    for (const char *folder : {parts_folder, files_folder})
        make_private(folder_of(draft) / folder);
    make_private(folder_of(draft));
    write(draft);
    return draft;
}

void Drafts::remove(const std::string &id, const std::string &user) {
    const std::scoped_lock lock(lock_of(id));
    const Draft draft = find(id, user);
    if (!is_done(draft.state))
        refuse_busy(draft);
    fs::remove_all(folder_of(draft));
}

Draft Drafts::update(const std::string &id, const std::string &user,
                     const std::function<void(Draft &)> &change) {
    const std::scoped_lock lock(lock_of(id));
    Draft draft = find(id, user);
    change(draft);
    write(draft);
    return draft;
}

DraftFile Drafts::add_file(const std::string &id, const std::string &user, const std::string &name,
                           std::uint64_t size) {
    refuse_bad_name(name);
    refuse_full(size);
    const std::scoped_lock creating(creating_); // what a user has here is counted
    std::uint64_t all = size;
    for (const Draft &draft : of(user))
        all += bytes_of(draft);
    const Draft changed = update(id, user, [&](Draft &draft) {
        refuse_busy(draft);
        for (const DraftFile &file : draft.files)
            if (folded(file.name) == folded(name))
                throw Problem(409, say("The delivery has a file {} already.", file.name));
        if (draft.files.size() >= limits_.files || bytes_of(draft) + size > limits_.bytes ||
            all > limits_.bytes_of_user)
            throw Problem(413,
                          say("A delivery has {} files and {} MB at most, all of yours {} MB. Remove what "
                              "you do not need.",
                              limits_.files, limits_.bytes >> 20U, limits_.bytes_of_user >> 20U));
        draft.files.push_back({name, size, 0, false});
        draft.state = DraftState::open;
    });
    return changed.files.back();
}

DraftFile Drafts::change_file(const std::string &id, const std::string &user, const std::string &name,
                              const std::function<void(const Draft &, DraftFile &)> &change) {
    DraftFile result;
    update(id, user, [&](Draft &draft) {
        refuse_busy(draft);
        DraftFile &file = file_in(draft, name);
        change(draft, file);
        result = file;
        draft.state = DraftState::open;
    });
    return result;
}

DraftFile Drafts::append(const std::string &id, const std::string &user, const std::string &name,
                         std::uint64_t offset, std::string_view bytes) {
    return change_file(id, user, name, [&](const Draft &draft, DraftFile &file) {
        if (file.whole || offset != file.received)
            throw Problem(409, say("The next piece of {} begins at byte {}.", name, file.received));
        if (bytes.size() > file.size - file.received)
            throw Problem(413, say("{} is to have {} bytes.", name, file.size));
        refuse_full(bytes.size());
        if (!Part(folder_of(draft) / parts_folder / file.name).write(bytes, offset))
            throw Problem(507, say("The server's disk is full. Tell whoever looks after it."));
        file.received += bytes.size();
    });
}

DraftFile Drafts::finish(const std::string &id, const std::string &user, const std::string &name,
                         const std::string &sha256) {
    bool damaged = false;
    DraftFile result = change_file(id, user, name, [&](const Draft &draft, DraftFile &file) {
        if (file.whole)
            return;
        if (file.received != file.size)
            throw Problem(409, say("The next piece of {} begins at byte {}.", name, file.received));
        const fs::path part = place_of(folder_of(draft), file.name);
        if (file.size == 0 && !fs::exists(part))
            std::ofstream(part).close();
        damaged = sha256_of(part) != folded(sha256);
        if (damaged) {
            fs::remove(part);
            file.received = 0;
            return;
        }
        fs::rename(part, folder_of(draft) / files_folder / file.name);
        file.whole = true;
    });
    if (damaged)
        throw Problem(409, say("{} was damaged on its way: its digest is another one. Send it again.", name));
    return result;
}

void Drafts::remove_file(const std::string &id, const std::string &user, const std::string &name) {
    update(id, user, [&](Draft &draft) {
        refuse_busy(draft);
        static_cast<void>(file_in(draft, name));
        std::error_code missing;
        for (const char *folder : {parts_folder, files_folder})
            fs::remove(folder_of(draft) / folder / name, missing);
        std::erase_if(draft.files, [&](const DraftFile &file) { return file.name == name; });
        draft.state = DraftState::open;
    });
}

} // namespace qitu::server
