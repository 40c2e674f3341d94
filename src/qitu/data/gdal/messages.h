// messages: GDAL kept from printing and from the network, and what it reports kept for our own errors.
#pragma once

#include <cpl_conv.h>
#include <cpl_error.h>

#include <string>
#include <vector>

namespace qitu::gdal {

/// While it lives GDAL prints nothing from this thread, and its failures are collected. Where several live,
/// the last one collects. Nor does GDAL fetch anything from the network, whatever a file names: a reference
/// system behind a link, a schema, a path such as /vsicurl/http://….
class Quiet {
  public:
    Quiet();
    ~Quiet();
    Quiet(const Quiet &) = delete;
    Quiet &operator=(const Quiet &) = delete;

  private:
    friend std::string message(const std::string &otherwise);
    friend void forget();
    static void CPL_STDCALL collect(CPLErr level, CPLErrorNum number, const char *text);
    static Quiet *current();
    std::vector<std::string> failures_;
    CPLConfigOptionSetter curl_{"CPL_VSIL_CURL_ALLOWED_FILENAME", "none", false};
};

/// Whether GDAL's last report on this thread is a failure.
bool failed();
/// The failures since the Quiet began or since `forget`, each once and without its full stop, the first ones
/// first; `otherwise` where there are none.
std::string message(const std::string &otherwise);
std::string message();
void forget();

} // namespace qitu::gdal
