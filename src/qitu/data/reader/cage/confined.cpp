#include "cage/cage.h"

#include <qitu/core/base/bytes.h>
#include <qitu/data/reader/confined.h>

namespace qitu::reader {

namespace {

enum class Message : char { progress = 'p', result = 'r' };

void live_in_cage(const Channel &channel, const std::function<std::string(const Progress &)> &work) {
    const Progress told = [&channel](std::uint64_t done, std::uint64_t total) {
        ByteWriter message;
        message.add(Message::progress);
        message.add(done);
        message.add(total);
        return channel.send(message.bytes());
    };
    WireWriter message;
    message.add(Message::result);
    (void)channel.send(message.bytes() +
                       outcome_of([&](WireWriter &writer) { writer.add(work(told)); }).bytes());
}

} // namespace

std::string confined(const std::filesystem::path &file,
                     const std::function<std::string(const Progress &)> &work, const Progress &progress) {
    const std::unique_ptr<Cage> cage =
        Cage::around(file, [&work](const Channel &channel) { live_in_cage(channel, work); });
    if (!cage)
        return work(progress);
    for (;;) {
        const std::string bytes = cage->answer();
        WireReader message(bytes);
        if (message.number<Message>() == Message::result) {
            if (!message.number<bool>())
                rethrow_exception(file, message);
            return message.text();
        }
        const auto done = message.number<std::uint64_t>();
        report_progress(progress, done, message.number<std::uint64_t>());
    }
}

} // namespace qitu::reader
