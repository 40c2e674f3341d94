// Sockets: brings requests to the service and its answers back. Only this file's code knows cpp-httplib.
#pragma once

#include "service.h"

#include <memory>
#include <string>

namespace qitu::server {

class Listener {
  public:
    /// Binds the address; port 0: any that is free. Throws Error (refused) when it is not.
    Listener(Service &service, const std::string &host, int port);
    ~Listener();
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    [[nodiscard]] int port() const;
    /// Answers on threads of its own from now on, until it goes; what is being answered then is answered.
    void start();
    /// False when it had to give up.
    [[nodiscard]] bool running() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::server
