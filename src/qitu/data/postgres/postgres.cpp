#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/postgres/postgres.h>

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdlib>
#include <stdexcept>

namespace qitu::postgres {

namespace {

std::string quoted(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text)
        result.append(c == quote ? 2 : 1, c);
    return result + quote;
}

std::string or_empty(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

// GDAL and QGIS write "PG:" before what libpq reads.
std::string for_libpq(const std::string &target) {
    return target.starts_with("PG:") ? target.substr(3) : target;
}

struct FreeOptions {
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

Options options_of(const std::string &target) {
    return Options(PQconninfoParse(for_libpq(target).c_str(), nullptr));
}

bool is_secret(const PQconninfoOption &option) {
    return std::string_view(option.dispchar) == "*";
}

std::string state_of(const PGresult *result) {
    return result == nullptr ? std::string() : or_empty(PQresultErrorField(result, PG_DIAG_SQLSTATE));
}

// The server's sentence, on one line.
std::string words_of(const PGresult *result, const PGconn *connection) {
    std::string words =
        result == nullptr ? std::string() : or_empty(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    if (words.empty())
        words = or_empty(PQerrorMessage(connection));
    replace_all(words, "\n", " ");
    return trimmed(words);
}

bool is_refusal(const std::string &state) {
    return state.starts_with("42501") || state.starts_with("22") || state.starts_with("23") ||
           state.starts_with("40") || state.starts_with("55");
}

constexpr std::size_t copied_at_once = 1 << 18;

} // namespace

std::string identifier(std::string_view name) {
    return quoted(name, '"');
}

std::string literal(std::string_view text) {
    return quoted(text, '\''); // standard_conforming_strings is on
}

std::string shown(const std::string &target) {
    const Options options = options_of(target);
    if (!options)
        return target.starts_with("PG:") ? "PG:…"
                                         : "postgresql://…"; // what cannot be read may hold a password
    bool secret = false;
    std::vector<std::string> words;
    for (const PQconninfoOption *option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr)
            continue;
        if (is_secret(*option))
            secret = true;
        else
            words.push_back(fmt::format("{}={}", option->keyword, option->val));
    }
    return secret ? fmt::format("PG:{}", fmt::join(words, " ")) : target;
}

std::string for_qgis(const std::string &target) {
    const Options options = options_of(target);
    std::vector<std::string> words;
    for (const PQconninfoOption *option = options.get(); options && option->keyword != nullptr; ++option)
        for (const char *kept : {"service", "dbname", "host", "port", "sslmode"})
            if (option->val != nullptr && std::string_view(option->keyword) == kept) {
                std::string value = option->val;
                replace_all(value, "'", "\\'");
                words.push_back(fmt::format("{}='{}'", kept, value));
            }
    return fmt::format("{}", fmt::join(words, " "));
}

std::string Result::text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Result::integer(int row, int column) const {
    return std::strtoll(PQgetvalue(result_.get(), row, column), nullptr, 10);
}

// ---------------------------------------------------------------- connection

void refuse_unfit(const std::string &target) {
    const std::string name = shown(target);
    if (!options_of(target))
        throw Failure(
            ErrorKind::usage,
            say("{}: is not a connection to PostgreSQL. Write PG:dbname=NAME host=HOST user=NAME, or "
                "postgresql://USER@HOST/NAME.",
                name),
            "");
    if (name != target)
        throw Failure(
            ErrorKind::usage,
            say("{}: the connection holds a password, which other users of this machine can see. Put it "
                "into ~/.pgpass or PGPASSWORD, or use a service.",
                name),
            "");
}

// What the target and PGCONNECT_TIMEOUT say comes first.
Connection::Connection(const std::string &target) : name_(shown(target)) {
    refuse_unfit(target);
    const std::string words = for_libpq(target);
    const char *patience = std::getenv("PGCONNECT_TIMEOUT") == nullptr ? "10" : nullptr;
    const std::array keys{"connect_timeout", "dbname", "fallback_application_name", "client_encoding",
                          static_cast<const char *>(nullptr)};
    const std::array values{patience, words.c_str(), "qitu", "UTF8", static_cast<const char *>(nullptr)};
    handle_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
    if (PQstatus(handle_.get()) != CONNECTION_OK)
        throw Failure(ErrorKind::unreadable,
                      say("{}: there is no connection ({}).", name_, words_of(nullptr, handle_.get())), "");
    PQsetNoticeProcessor(
        handle_.get(), [](void *, const char *) {}, nullptr);
    run("SET search_path = pg_catalog, public, pg_temp; SET extra_float_digits = 1; SET DateStyle = 'ISO'; "
        "SET standard_conforming_strings = on; SET lock_timeout = '5min'");
}

void Connection::fail(const PGresult *result) const {
    const std::string state = state_of(result);
    const std::string words = words_of(result, handle_.get());
    if (state == "42501")
        throw Failure(ErrorKind::refused, say("{}: user {} may not do this ({}).", name_, user(), words),
                      state);
    if (state == "55P03")
        throw Failure(
            ErrorKind::refused,
            say("{}: another program is writing to it. Try again when it is done; nothing was changed.",
                name_),
            state);
    throw Failure(is_refusal(state) ? ErrorKind::refused : ErrorKind::unreadable,
                  say("{}: PostgreSQL reports: {}.", name_, words), state);
}

void Connection::run(const std::string &sql) const {
    const Result result(PQexec(handle(), sql.c_str()));
    if (PQresultStatus(result.handle()) != PGRES_COMMAND_OK &&
        PQresultStatus(result.handle()) != PGRES_TUPLES_OK)
        fail(result.handle());
}

Result Connection::query(const std::string &sql, const std::vector<std::string> &parameters) const {
    std::vector<const char *> values;
    for (const std::string &parameter : parameters)
        values.push_back(parameter.c_str());
    Result result(PQexecParams(handle(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                               nullptr, nullptr, 0));
    if (PQresultStatus(result.handle()) != PGRES_COMMAND_OK &&
        PQresultStatus(result.handle()) != PGRES_TUPLES_OK)
        fail(result.handle());
    return result;
}

std::string Connection::text(const std::string &sql, const std::vector<std::string> &parameters) const {
    const Result result = query(sql, parameters);
    return result.rows() > 0 ? result.text(0, 0) : std::string();
}

std::int64_t Connection::number(const std::string &sql, const std::vector<std::string> &parameters) const {
    const Result result = query(sql, parameters);
    return result.rows() > 0 ? result.integer(0, 0) : 0;
}

std::string Connection::user() const {
    return or_empty(PQuser(handle()));
}

std::string Connection::encrypted(const std::string &password, const std::string &user) const {
    struct Free {
        void operator()(char *data) const { PQfreemem(data); }
    };
    const std::unique_ptr<char, Free> text(
        PQencryptPasswordConn(handle(), password.c_str(), user.c_str(), "scram-sha-256"));
    if (!text)
        fail();
    return text.get();
}

// ---------------------------------------------------------------- transaction

Transaction::Transaction(const Connection &connection, const char *begin) : connection_(connection) {
    connection_.run(begin);
}

Transaction::~Transaction() {
    if (open_) {
        const Result ignored(PQexec(connection_.handle(), "ROLLBACK"));
    }
}

void Transaction::commit() {
    connection_.run("COMMIT");
    open_ = false;
}

// ---------------------------------------------------------------- rows in

CopyIn::CopyIn(const Connection &connection, const std::string &copy) : connection_(connection) {
    const Result result(PQexec(connection.handle(), copy.c_str()));
    if (PQresultStatus(result.handle()) != PGRES_COPY_IN)
        connection.fail(result.handle());
}

std::string &CopyIn::begin_field() {
    if (!first_)
        buffer_ += '\t';
    first_ = false;
    return buffer_;
}

void CopyIn::field(std::string_view text) {
    begin_field();
    for (const char c : text)
        switch (c) {
        case '\\':
            buffer_ += "\\\\";
            break;
        case '\n':
            buffer_ += "\\n";
            break;
        case '\r':
            buffer_ += "\\r";
            break;
        case '\t':
            buffer_ += "\\t";
            break;
        default:
            buffer_ += c;
        }
}

void CopyIn::end_row() {
    buffer_ += '\n';
    first_ = true;
    if (buffer_.size() > copied_at_once)
        send();
}

void CopyIn::send() {
    if (PQputCopyData(connection_.handle(), buffer_.data(), static_cast<int>(buffer_.size())) != 1)
        connection_.fail();
    buffer_.clear();
}

void CopyIn::finish() {
    if (!buffer_.empty())
        send();
    if (PQputCopyEnd(connection_.handle(), nullptr) != 1)
        connection_.fail();
    const Result result(PQgetResult(connection_.handle()));
    const Result end(PQgetResult(connection_.handle()));
    if (PQresultStatus(result.handle()) != PGRES_COMMAND_OK)
        connection_.fail(result.handle());
}

// ---------------------------------------------------------------- rows out

CopyOut::CopyOut(const Connection &connection, const std::string &query) : connection_(connection) {
    const Result result(
        PQexec(connection.handle(), ("COPY (" + query + ") TO STDOUT (FORMAT binary)").c_str()));
    if (PQresultStatus(result.handle()) != PGRES_COPY_OUT)
        connection.fail(result.handle());
}

bool CopyOut::read() {
    char *data = nullptr;
    const int size = PQgetCopyData(connection_.handle(), &data, 0);
    message_.reset(data);
    if (size < 0) {
        const Result result(PQgetResult(connection_.handle()));
        const Result end(size == -1 ? PQgetResult(connection_.handle()) : nullptr);
        if (size != -1 || PQresultStatus(result.handle()) != PGRES_COMMAND_OK)
            connection_.fail(result.handle());
        return false;
    }
    rest_ = {reinterpret_cast<const std::byte *>(data), static_cast<std::size_t>(size)};
    return true;
}

std::span<const std::byte> CopyOut::take(std::size_t size) {
    if (size > rest_.size())
        throw std::length_error("a row of COPY that ends too early");
    const auto result = rest_.first(size);
    rest_ = rest_.subspan(size);
    return result;
}

std::uint64_t CopyOut::number(std::size_t size) {
    std::uint64_t result = 0;
    for (const std::byte byte : take(size))
        result = result << 8U | std::to_integer<std::uint64_t>(byte);
    return result;
}

// A message holds whole rows; the first begins with the head of the format.
bool CopyOut::next() {
    constexpr std::size_t signature = 11;
    constexpr std::uint64_t no_more = 0xFFFF;
    constexpr std::uint64_t no_value = 0xFFFFFFFF;
    if (rest_.empty() && !read())
        return false;
    if (!headed_) {
        take(signature + 4);
        take(static_cast<std::size_t>(number(4)));
        headed_ = true;
        if (rest_.empty() && !read())
            return false;
    }
    const std::uint64_t count = number(2);
    if (count == no_more)
        return read() && next();
    fields_.assign(static_cast<std::size_t>(count), {});
    for (std::span<const std::byte> &field : fields_) {
        static constexpr std::byte nothing{};
        const std::uint64_t size = number(4);
        if (size != no_value)
            field = size == 0 ? std::span<const std::byte>(&nothing, std::size_t{0})
                              : take(static_cast<std::size_t>(size));
    }
    return true;
}

std::int64_t CopyOut::integer(std::size_t column) const {
    std::uint64_t result = 0;
    for (const std::byte byte : fields_[column])
        result = result << 8U | std::to_integer<std::uint64_t>(byte);
    return std::bit_cast<std::int64_t>(result);
}

double CopyOut::real(std::size_t column) const {
    return std::bit_cast<double>(integer(column));
}

std::string CopyOut::text(std::size_t column) const {
    return {reinterpret_cast<const char *>(fields_[column].data()), fields_[column].size()};
}

} // namespace qitu::postgres
