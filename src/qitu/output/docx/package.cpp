#include "package.h"

#include "template.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <memory>

namespace qitu::docx {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20; // of a template, unpacked

struct CloseReading {
    void operator()(archive *open) const { archive_read_free(open); }
};
struct CloseWriting {
    void operator()(archive *open) const { archive_write_free(open); }
};
struct FreeEntry {
    void operator()(archive_entry *entry) const { archive_entry_free(entry); }
};

[[noreturn]] void not_a_document(const std::filesystem::path &file) {
    throw Error(ErrorKind::unreadable,
                say("{}: is not a Word document (.docx). Save the template as one, or write a new one.",
                    file.string()));
}

std::string bytes_of(archive &open, const std::filesystem::path &file, std::size_t &room) {
    std::string bytes;
    std::array<char, 1 << 14> block{};
    for (;;) {
        const la_ssize_t got = archive_read_data(&open, block.data(), block.size());
        if (got < 0 || static_cast<std::size_t>(std::max<la_ssize_t>(got, 0)) > room)
            not_a_document(file);
        if (got == 0)
            return bytes;
        room -= static_cast<std::size_t>(got);
        bytes.append(block.data(), static_cast<std::size_t>(got));
    }
}

[[noreturn]] void cannot_write(const std::filesystem::path &file, archive &open) {
    const char *why = archive_error_string(&open);
    throw Error(
        ErrorKind::refused,
        say("{}: cannot be written ({}). Check the folder, your rights to it and the room on the disk.",
            file.string(), why == nullptr ? "" : why));
}

} // namespace

Package read_package(const std::filesystem::path &file) {
    const std::unique_ptr<archive, CloseReading> open(archive_read_new());
    archive_read_support_format_zip_seekable(open.get());
    if (archive_read_open_filename(open.get(), file.c_str(), 1 << 16) != ARCHIVE_OK)
        not_a_document(file);
    Package package;
    std::size_t room = most_bytes;
    archive_entry *entry = nullptr;
    int result = ARCHIVE_OK;
    while ((result = archive_read_next_header(open.get(), &entry)) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname(entry);
        if (name != nullptr && archive_entry_filetype(entry) == AE_IFREG)
            package[name] = bytes_of(*open, file, room);
    }
    if (result != ARCHIVE_EOF || !package.contains(main_part) || !package.contains(types_part))
        not_a_document(file);
    return package;
}

Package own_package() {
    Package package{
        {types_part, std::string(content_types_xml)}, {"_rels/.rels", std::string(package_rels_xml)},
        {main_part, std::string(document_xml)},       {relations_part, std::string(document_rels_xml)},
        {"word/styles.xml", std::string(styles_xml)}, {"word/numbering.xml", std::string(numbering_xml)},
        {"word/footer1.xml", std::string(footer_xml)}};
    if (language_in_use() == Language::en) {
        replace_all(package["word/numbering.xml"], "chineseCountingThousand", "decimal");
        replace_all(package["word/numbering.xml"], "%1、", "%1. ");
    }
    return package;
}

void write_package(const std::filesystem::path &file, const Package &package) {
    const StagedFile staged(file);
    const std::unique_ptr<archive, CloseWriting> open(archive_write_new());
    archive_write_set_format_zip(open.get());
    if (archive_write_open_filename(open.get(), staged.path().c_str()) != ARCHIVE_OK)
        cannot_write(file, *open);
    for (const auto &[name, bytes] : package) {
        const std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0644);
        archive_entry_set_mtime(entry.get(), 315532800, 0); // 1980, the first day of zip
        if (archive_write_header(open.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(open.get(), bytes.data(), bytes.size()) !=
                static_cast<la_ssize_t>(bytes.size()))
            cannot_write(file, *open);
    }
    if (archive_write_close(open.get()) != ARCHIVE_OK)
        cannot_write(file, *open);
    staged.commit();
}

} // namespace qitu::docx
