// SPDX-FileCopyrightText: The pptp-tunnel authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "daemon/diagnosis/firewall.h"

#include <memory>
#include <nftables/libnftables.h>

namespace pptp {

Result<std::string> listFirewall()
{
    const std::unique_ptr<nft_ctx, decltype(&nft_ctx_free)> context(nft_ctx_new(NFT_CTX_DEFAULT),
                                                                    &nft_ctx_free);
    if (!context || nft_ctx_buffer_output(context.get()) != 0 || nft_ctx_buffer_error(context.get()) != 0)
        return fail(ErrorCode::ConfigureFailed, "no memory to ask for the packet filter's rules");
    nft_ctx_output_set_flags(context.get(), NFT_CTX_OUTPUT_JSON | NFT_CTX_OUTPUT_HANDLE);
    if (nft_run_cmd_from_buffer(context.get(), "list ruleset") != 0) {
        std::string reason = nft_ctx_get_error_buffer(context.get());
        return fail(ErrorCode::NotSupported,
                    "nftables cannot be asked: " + reason.substr(0, reason.find('\n')));
    }
    return std::string(nft_ctx_get_output_buffer(context.get()));
}

} // namespace pptp
