#include <qitu/core/base/message.h>
#include <qitu/data/gdal/messages.h>

#include <cpl_http.h>

#include <algorithm>

namespace qitu::gdal {

namespace {

constexpr std::size_t most_failures = 3; // that an error quotes: the first ones are the cause

std::string without_stop(std::string text) {
    while (!text.empty() && (text.back() == '.' || text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    return text;
}

/// What GDAL gets instead of an answer; it frees it.
CPLHTTPResult *no_answer(const char *, CSLConstList, GDALProgressFunc, void *, CPLHTTPFetchWriteFunc, void *,
                         void *) {
    auto *result = static_cast<CPLHTTPResult *>(CPLCalloc(1, sizeof(CPLHTTPResult)));
    result->nStatus = 1;
    result->pszErrBuf = CPLStrdup(say("the network is not used").c_str());
    return result;
}

} // namespace

Quiet::Quiet() {
    CPLErrorReset();
    CPLPushErrorHandlerEx(collect, this);
    CPLHTTPPushFetchCallback(no_answer, nullptr); // of this thread
}

Quiet::~Quiet() {
    CPLHTTPPopFetchCallback();
    CPLPopErrorHandler();
}

void Quiet::collect(CPLErr level, CPLErrorNum, const char *text) {
    if (level < CE_Failure)
        return;
    std::vector<std::string> &failures = current()->failures_;
    std::string failure = without_stop(text);
    if (failures.size() < most_failures && !failure.empty() &&
        std::find(failures.begin(), failures.end(), failure) == failures.end())
        failures.push_back(std::move(failure));
}

Quiet *Quiet::current() {
    return static_cast<Quiet *>(CPLGetErrorHandlerUserData());
}

bool failed() {
    return CPLGetLastErrorType() >= CE_Failure;
}

std::string message(const std::string &otherwise) {
    if (const Quiet *quiet = Quiet::current(); quiet != nullptr && !quiet->failures_.empty())
        return fmt::format("{}", fmt::join(quiet->failures_, "; "));
    const std::string last = without_stop(CPLGetLastErrorMsg());
    return last.empty() ? otherwise : last;
}

std::string message() {
    return message(say("no reason given"));
}

void forget() {
    CPLErrorReset();
    if (Quiet *quiet = Quiet::current())
        quiet->failures_.clear();
}

} // namespace qitu::gdal
