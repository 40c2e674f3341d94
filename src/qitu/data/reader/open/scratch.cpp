#include "open/scratch.h"

#include "encoding/encoding.h"
#include "open/limits.h"
#include "open/opened.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

[[noreturn]] void damaged(const Path &zip, const std::string &why) {
    throw Error(ErrorKind::unreadable,
                say("{}: the archive cannot be unpacked ({}). Send it again, complete; if it can be unpacked "
                    "elsewhere, give what it contains, or a zip.",
                    zip.string(), why));
}

[[noreturn]] void locked(const Path &zip) {
    throw Error(ErrorKind::unreadable, say("{}: the archive is protected by a password. Unpack it and give "
                                           "its contents, or send an archive without a password.",
                                           zip.string()));
}

/// A packer sets the lowest bit of an entry's flags when it locks it (APPNOTE 4.4.4).
bool is_locked_zip(const Path &file) {
    std::array<char, 8> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    return std::string_view(head.data(), head.size()).starts_with("PK\x03\x04") && (head[6] & 1) != 0;
}

/// Windows packs Chinese names in GBK without saying so.
std::string readable_name(const std::string &name) {
    TextStatistics statistics;
    statistics.add(name);
    return !is_utf8(name) && statistics.is_gbk() ? Decoder("GB18030").decode(name) : name;
}

bool stays_inside(const Path &name) {
    return name.is_relative() &&
           std::none_of(name.begin(), name.end(), [](const Path &p) { return p == ".."; });
}

struct CloseArchive {
    void operator()(archive *open) const { archive_read_free(open); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

/// zip by its directory at the end, so that one cut short is found out; rar, 7z and tar as they come.
Archive opened_archive(const Path &file) {
    Archive open(archive_read_new());
    archive_read_support_format_zip_seekable(open.get());
    archive_read_support_format_rar(open.get());
    archive_read_support_format_rar5(open.get());
    archive_read_support_format_7zip(open.get());
    archive_read_support_format_tar(open.get());
    archive_read_support_filter_all(open.get());
    constexpr std::size_t block = 1 << 16;
    if (archive_read_open_filename(open.get(), file.c_str(), block) != ARCHIVE_OK)
        damaged(file, say("it is empty, cut short or not an archive"));
    return open;
}

/// libarchive gives names in the charset of the locale, and none that it lacks.
class InUtf8 {
  public:
    InUtf8() : made_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), before_(uselocale(made_)) {}
    ~InUtf8() {
        uselocale(before_);
        if (made_ != nullptr)
            freelocale(made_);
    }
    InUtf8(const InUtf8 &) = delete;
    InUtf8 &operator=(const InUtf8 &) = delete;

  private:
    locale_t made_, before_;
};

std::string text_of_entry(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

/// How much comes out of an archive. Without a limit of the user's, what is far more than a packer saves is a
/// trap too.
class Volume {
  public:
    Volume(const Path &file, const Limit &limit)
        : file_(file), limit_(limit), packed_(std::filesystem::file_size(file)), most_(limit.value() * mega),
          by_ratio_(!limit.given()) {}

    void add(std::size_t bytes) {
        constexpr std::uintmax_t always = 256 * mega;
        constexpr std::uintmax_t most_times = 60;
        unpacked_ += bytes;
        if (unpacked_ > most_)
            beyond(file_, say("it would be unpacked to more than {} MB", unpacked_ / mega), limit_);
        if (by_ratio_ && unpacked_ > always && unpacked_ / most_times > packed_)
            beyond(file_,
                   say("it would be unpacked to {} MB and more, over {} times its size", unpacked_ / mega,
                       most_times),
                   limit_);
    }

  private:
    const Path &file_;
    const Limit &limit_;
    std::uintmax_t packed_, most_, unpacked_ = 0;
    bool by_ratio_;
};

void copy_out(const Path &file, archive &open, const Path &to, Volume &volume) {
    std::ofstream target(to, std::ios::binary);
    std::vector<char> block(1 << 20);
    for (;;) {
        const la_ssize_t got = archive_read_data(&open, block.data(), block.size());
        if (got < 0 && archive_read_has_encrypted_entries(&open) > 0)
            locked(file);
        if (got < 0)
            damaged(file, say("its entry {} is damaged", to.filename().string()));
        if (got == 0)
            break;
        volume.add(static_cast<std::size_t>(got));
        target.write(block.data(), got);
    }
    if (!target.flush())
        throw Error(ErrorKind::unreadable,
                    say("{}: there is no room to unpack it in {}. Make room, or set TMPDIR.", file.string(),
                        to.parent_path().string()));
}

void take_entry(const Path &file, archive &open, archive_entry &entry, const Path &folder, Volume &volume) {
    const std::string bytes = text_of_entry(archive_entry_pathname(&entry));
    const Path name =
        readable_name(bytes.empty() ? text_of_entry(archive_entry_pathname_utf8(&entry)) : bytes);
    if (archive_entry_is_encrypted(&entry) != 0)
        locked(file);
    if (!stays_inside(name))
        damaged(file, say("it contains the path {}, which leads outside", name.string()));
    const auto type = archive_entry_filetype(&entry);
    if (type == AE_IFDIR)
        std::filesystem::create_directories(folder / name);
    if (type != AE_IFREG || name.filename().empty()) // links lead anywhere
        return;
    std::filesystem::create_directories((folder / name).parent_path());
    copy_out(file, open, folder / name, volume);
}

} // namespace

Path link_parts(const Path &file, const Path &folder) {
    const Path whole = std::filesystem::absolute(file);
    for (const auto &entry : std::filesystem::directory_iterator(whole.parent_path()))
        if (entry.path().stem() == whole.stem() && entry.is_regular_file() &&
            folded(entry.path().extension().string()) != ".shx")
            std::filesystem::create_symlink(entry.path(), folder / entry.path().filename());
    return folder / whole.filename();
}

void refuse_damaged_entries(const Path &file) {
    const InUtf8 names;
    const Archive open = opened_archive(file);
    Volume volume(file, workbook_mb);
    std::vector<char> block(1 << 16);
    archive_entry *entry = nullptr;
    int result = ARCHIVE_OK;
    while ((result = archive_read_next_header(open.get(), &entry)) >= ARCHIVE_WARN && result != ARCHIVE_EOF)
        for (la_ssize_t got = 1; got > 0;) {
            got = archive_read_data(open.get(), block.data(), block.size());
            if (got < 0)
                damaged(file, say("its entry {} is damaged", text_of_entry(archive_entry_pathname(entry))));
            volume.add(static_cast<std::size_t>(got));
        }
    if (result != ARCHIVE_EOF)
        damaged(file, text_of_entry(archive_error_string(open.get())));
}

void unpack(const Path &file, const Path &folder) {
    if (is_locked_zip(file))
        locked(file);
    const InUtf8 names;
    const Archive open = opened_archive(file);
    Volume volume(file, unpacked_mb);
    std::size_t entries = 0;
    for (;;) {
        archive_entry *entry = nullptr;
        const int result = archive_read_next_header(open.get(), &entry);
        if (result == ARCHIVE_EOF)
            break;
        if (result < ARCHIVE_WARN && archive_read_has_encrypted_entries(open.get()) > 0)
            locked(file);
        if (result < ARCHIVE_WARN)
            damaged(file, text_of_entry(archive_error_string(open.get())));
        take_entry(file, *open, *entry, folder, volume);
        ++entries;
    }
    if (entries == 0)
        damaged(file, say("it is empty or not an archive"));
}

} // namespace qitu::reader
